import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCHEMA_VERSION } from '../../src/store/migrations/index.js';
import { replaceByUnknownEvent } from '../../src/testing/index.js';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

describe('threadloom status', () => {
  it('counts what is there and what lags, without projecting', async () => {
    const one = plainThread({});
    const two = plainThread({ seed: 2 });
    const { place, home, db } = writeCliHome(folder, [{ rollout: one }, { rollout: two, archived: true }]);
    const before = JSON.parse((await runCli(['status', '--json', ...place])).stdout);
    expect(before).toMatchObject({
      database: { path: db, schemaVersion: SCHEMA_VERSION },
      homes: [home],
      threads: { total: 2, archived: 1 },
      rollouts: { total: 2, projected: 0, lagging: 2, sourceGone: 0, refused: 0 },
      turns: 0,
      items: { total: 0, unrecognised: 0, recognisedRate: null },
      diagnostics: {},
    });
    await runCli(['project', ...place]);
    const after = JSON.parse((await runCli(['status', '--json', ...place])).stdout);
    expect(after).toMatchObject({
      rollouts: { total: 2, projected: 2, lagging: 0 },
      turns: 4,
      items: { total: 8, unrecognised: 0, recognisedRate: 1 },
    });
    expect(after.database.sizeBytes).toBeGreaterThan(0);
  });

  it('prints it for people, findings by kind', async () => {
    const thread = plainThread({});
    const damaged = { ...thread, bytes: () => replaceByUnknownEvent(thread.bytes(), 5) };
    const { place, home, db } = writeCliHome(folder, [{ rollout: damaged }]);
    await runCli(['project', ...place]);
    const { stdout } = await runCli(['status', ...place], { columns: 140 });
    expect(stdout).toContain(db);
    expect(stdout).toContain(home);
    expect(stdout).toMatch(/^rollouts +1 · 1 projected · 0 lagging$/m);
    expect(stdout).toMatch(/^findings +.*1 unknown_line$/m);
  });
});

describe('threadloom path', () => {
  it('prints where the database lies, without making one', async () => {
    const db = folder.path('some', 'history.sqlite');
    expect(await runCli(['path', '--db', db])).toEqual({ code: 0, stdout: `${db}\n`, stderr: '' });
    expect(await runCli(['path'], { env: { THREADLOOM_DB: db } })).toMatchObject({ stdout: `${db}\n` });
    expect(JSON.parse((await runCli(['path', '--json', '--db', db])).stdout)).toEqual({ database: db });
    expect(existsSync(db)).toBe(false);
  });

  it('prints the rollouts of a thread, oldest first', async () => {
    const before = plainThread({ turns: 2 });
    const after = before.wait(1_000).revert({ seed: 2, at: before.historyBase() });
    const { place, paths } = writeCliHome(folder, [{ rollout: before }, { rollout: after }]);
    expect((await runCli(['path', before.threadId, ...place])).stdout).toBe(`${paths.join('\n')}\n`);
    const { threadId, rollouts } = JSON.parse(
      (await runCli(['path', before.threadId, '--json', ...place])).stdout,
    );
    expect(threadId).toBe(before.threadId);
    expect(rollouts).toMatchObject([
      { path: paths[0], current: false },
      { path: paths[1], rolloutId: after.rolloutId, current: true, archived: false, compressed: false },
    ]);
  });
});

import { unlinkSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { fileSystem } from '../../src/files/file-system.js';
import { acquireRebuildLock } from '../../src/jobs/rebuild/rebuild-lock.js';
import { rollout } from '../../src/testing/index.js';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { CLI_NOW, runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

/** Makes rows wrong behind the program's back. */
function spoil(db: string, sql = `update thread_turns set status = 'spoilt'`): void {
  const connection = new Database(db);
  connection.exec(sql);
  connection.close();
}

function spoiltTurns(db: string): number {
  const connection = new Database(db, { readonly: true });
  const count = connection.prepare(`select count(*) from thread_turns where status = 'spoilt'`).pluck().get();
  connection.close();
  return Number(count);
}

async function projectedHome(seeds: readonly number[] = [1, 2]) {
  const threads = seeds.map((seed) => plainThread({ seed, turns: seed + 1 }));
  const place = writeCliHome(
    folder,
    threads.map((of) => ({ rollout: of })),
  );
  await runCli(['project', ...place.place]);
  return { ...place, ids: threads.map(({ threadId }) => threadId) };
}

describe('threadloom rebuild', () => {
  it('rebuilds the named threads and no other', async () => {
    const { place, db, ids } = await projectedHome();
    const [first = ''] = ids;
    spoil(db);
    const { code, stdout } = await runCli(['rebuild', first, ...place]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^✓ ${first}  \\d+ rows\\n$`));
    expect(spoiltTurns(db)).toBe(3);
    const json = JSON.parse((await runCli(['rebuild', '--json', ...ids, ...place])).stdout);
    expect(json.threads.map(({ status }: { status: string }) => status)).toEqual(['rebuilt', 'rebuilt']);
    expect(spoiltTurns(db)).toBe(0);
  });

  it('says of a thread whose file is gone that its rows stay', async () => {
    const { place, paths, ids } = await projectedHome([1]);
    unlinkSync(paths[0] ?? '');
    const { code, stdout } = await runCli(['rebuild', ids[0] ?? '', ...place]);
    expect(code).toBe(0);
    expect(stdout).toContain('its file is gone or too short; its rows stay');
    expect((await runCli(['show', ids[0] ?? '', ...place])).stdout).toContain('answer 1');
  });

  it('rebuilds everything beside, and says what came of it', async () => {
    const { place, db } = await projectedHome();
    spoil(db);
    const { code, stdout, stderr } = await runCli(['rebuild', '--beside', ...place]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^2 threads rebuilt in .+ → .+\n$/);
    expect(spoiltTurns(db)).toBe(0);
    const json = JSON.parse((await runCli(['rebuild', '--beside', '--json', ...place])).stdout);
    expect(json).toMatchObject({ status: 'swapped', threads: 2, failed: [], carriedOver: [] });
  });

  it('tells of threads that fail (exit 8)', async () => {
    const refused = rollout({ seed: 9 }).sessionMeta({ history_mode: 'holographic' });
    const { place } = writeCliHome(folder, [{ rollout: plainThread({}) }, { rollout: refused }]);
    const { code, stdout } = await runCli(['rebuild', '--beside', ...place]);
    expect(code).toBe(8);
    expect(stdout).toMatch(/^✗ .+holographic/);
  });

  it('is busy while another process rebuilds (exit 7)', async () => {
    const { place, db, ids } = await projectedHome();
    const lock = acquireRebuildLock({ fs: fileSystem, path: db });
    for (const what of ['--beside', ids[0] ?? '']) {
      const { code, stderr } = await runCli(['rebuild', what, ...place]);
      expect({ code, stderr }).toMatchObject({ code: 7, stderr: expect.stringContaining('Another process') });
    }
    lock?.release();
  });

  it('leaves the old rows at Ctrl-C', async () => {
    const { place, db } = await projectedHome();
    spoil(db);
    let interrupt = (): void => {};
    const { code, stderr } = await runCli(['rebuild', '--beside', '--progress', ...place], {
      onInterrupt: (listener) => {
        interrupt = listener;
      },
      onStderr: () => interrupt(),
    });
    expect(code).toBe(130);
    expect(stderr).toContain('nothing was changed');
    expect(spoiltTurns(db)).toBe(5);
  });

  it('needs to be told what to rebuild', async () => {
    const { place } = await projectedHome([1]);
    expect((await runCli(['rebuild', ...place])).code).toBe(2);
    expect((await runCli(['rebuild', '--beside', '019c', ...place])).code).toBe(2);
    expect((await runCli(['rebuild', '--beside', '--max-mib-per-second', '0', ...place])).code).toBe(2);
  });
});

describe('threadloom project', () => {
  it('rebuilds beside when rows are of another version of the program', async () => {
    const { place, db } = await projectedHome();
    spoil(db);
    spoil(db, 'update thread_history_projection_state set projector_version = 0');
    const { code, stderr } = await runCli(['project', ...place]);
    expect(code).toBe(0);
    expect(stderr).toContain('Rows of 2 rollouts were made by another version');
    expect(spoiltTurns(db)).toBe(0);
    expect((await runCli(['project', ...place])).stderr).toMatch(/^2 threads: 0 projected, 2 unchanged/);
  });

  it('takes threads by --thread and by --since', async () => {
    const threads = [1, 2].map((seed) => plainThread({ seed }));
    const { place } = writeCliHome(
      folder,
      threads.map((of) => ({ rollout: of })),
    );
    const totals = async (...args: string[]) =>
      JSON.parse((await runCli(['project', '--json', ...args, ...place])).stdout).totals;
    expect(await totals('--since', '2100-01-01')).toMatchObject({ threads: 0 });
    expect(await totals('--thread', threads[0]?.threadId ?? '')).toMatchObject({ threads: 1, projected: 1 });
    const days = Math.ceil((CLI_NOW - (threads[1]?.updatedAt().getTime() ?? 0)) / 86_400_000);
    expect(await totals('--since', `${days - 1}d`)).toMatchObject({ threads: 0 });
    expect(await totals('--since', `${days}d`)).toMatchObject({ threads: 2, projected: 1, unchanged: 1 });
    expect((await runCli(['project', '--since', 'yesterday', ...place])).code).toBe(2);
  });

  it('reads no faster than it may', async () => {
    const thread = plainThread({ turns: 40 });
    const { place } = writeCliHome(folder, [{ rollout: thread }]);
    const started = performance.now();
    const rate = thread.bytes().length / 1024 / 1024 / 0.3;
    expect((await runCli(['project', '--max-mib-per-second', String(rate), ...place])).code).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(290);
  });
});

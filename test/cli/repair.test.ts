import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireWriterLock } from '../../src/rollout/index.js';
import { type CliHome, plainThread, writeCliHome } from '../support/cli-home.js';
import { peerThreads, writePeerState } from '../support/peer-databases.js';
import { allPeerRows, runSql, writePeerHistoryFile } from '../support/peer-history-file.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const thread = plainThread({ seed: 1, turns: 3 });
const other = plainThread({ seed: 2 });

async function layDamaged(): Promise<CliHome & { history: string; sound: Record<string, unknown[]> }> {
  const laid = writeCliHome(folder, [{ rollout: thread }, { rollout: other }]);
  const history = await writePeerHistoryFile(laid.home);
  const sound = allPeerRows(history);
  runSql(history, 'delete from thread_items');
  return { ...laid, history, sound };
}

describe('threadloom repair', () => {
  it('wants to be told what to repair', async () => {
    const { place } = await layDamaged();
    const { code, stderr } = await runCli(['repair', ...place]);
    expect(code).toBe(2);
    expect(stderr).toContain('--codex');
  });

  it('says what it would do, does it with --apply, and has nothing to do then', async () => {
    const { place, history, sound, home } = await layDamaged();
    const planned = await runCli(['repair', '--codex', ...place]);
    expect(planned.code).toBe(0);
    expect(planned.stdout).toContain(`· ${thread.rolloutId}  3 → 3 turns, 0 → 6 items  turn-without-items`);
    expect(planned.stderr).toMatch(
      /^2 rollouts: 2 to repair · .*\. Nothing was changed; --apply repairs\.\n$/,
    );
    expect(allPeerRows(history)).not.toEqual(sound);

    const { code, stdout, stderr } = await runCli(['repair', '--codex', '--apply', ...place]);
    expect(code).toBe(0);
    expect(stdout).toContain(`✓ ${thread.rolloutId}`);
    expect(stderr).toContain(`The database as it was: ${join(home, 'db-backups')}`);
    expect(allPeerRows(history)).toEqual(sound);
    expect((await runCli(['repair', '--codex', '--apply', ...place])).stderr).toMatch(/^2 rollouts: 2 right/);
    expect((await runCli(['doctor', '--deep', ...place])).code).toBe(0);
  });

  it('repairs one thread, and tells it in JSON', async () => {
    const { place } = await layDamaged();
    const { code, stdout } = await runCli([
      'repair',
      '--codex',
      '--apply',
      '--thread',
      thread.threadId,
      '--json',
      ...place,
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      homes: [{ status: 'done', totals: { rollouts: 1, repaired: 1 } }],
      rollouts: [{ threadId: thread.threadId, status: 'repaired', kinds: ['turn-without-items'], lost: 0 }],
    });
    expect((await runCli(['doctor', ...place])).stdout).not.toContain(thread.threadId);
  });

  it('ends as busy where all that is wrong is being written, as partial where some is', async () => {
    const { home, place } = await layDamaged();
    const lock = acquireWriterLock({ home, threadId: thread.threadId, now: Date.now });
    const held = await runCli(['repair', '--codex', '--apply', '--thread', thread.threadId, ...place]);
    expect(held.code).toBe(7);
    expect(held.stdout).toContain(`process ${process.pid}`);
    expect((await runCli(['repair', '--codex', '--apply', ...place])).code).toBe(8);
    lock.release();
    expect((await runCli(['repair', '--codex', '--apply', ...place])).code).toBe(0);
  });

  it('leaves databases of other versions alone', async () => {
    const { history, place } = await layDamaged();
    runSql(history, 'alter table thread_turns add column shiny text');
    const { code, stderr } = await runCli(['repair', '--codex', '--apply', ...place]);
    expect(code).toBe(6);
    expect(stderr).toContain('has thread_turns.shiny, which this program does not know');
  });

  it('sets a database aside that cannot be read', async () => {
    const { history, place } = await layDamaged();
    for (const suffix of ['', '-wal']) writeFileSync(`${history}${suffix}`, 'nothing'.repeat(2_000));
    const planned = await runCli(['repair', '--codex', ...place]);
    expect(planned.stderr).toContain('--apply moves it into a backup folder');
    const { code, stderr } = await runCli(['repair', '--codex', '--apply', ...place]);
    expect(code).toBe(0);
    expect(stderr).toContain('Codex makes a new one when it is used next');
    expect(existsSync(history)).toBe(false);
  });

  it("has Codex's index follow a file that was moved", async () => {
    const { home, place, paths } = await layDamaged();
    const [path = ''] = paths;
    writePeerState(home, [{ id: thread.threadId, rolloutPath: path }]);
    const moved = join(home, 'sessions', basename(path));
    renameSync(path, moved);
    expect((await runCli(['doctor', ...place])).stdout).toContain('index-file-missing');
    expect((await runCli(['repair', '--codex', '--apply', ...place])).code).toBe(0);
    expect(peerThreads(home)).toMatchObject([{ id: thread.threadId, rollout_path: moved }]);
    expect((await runCli(['doctor', ...place])).stdout).not.toContain('index-file-missing');
  });
});

import { unlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type HomeEntry, rollout } from '../../src/testing/index.js';
import { plainThread, writeCliHome } from '../support/cli-home.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();

/** A thread whose history mode nobody knows is refused. */
function refusedThread(): HomeEntry {
  return { rollout: rollout({ seed: 9 }).sessionMeta({ history_mode: 'holographic' }) };
}

describe('threadloom project', () => {
  it('projects all threads, the one written to last first, and then has nothing to do', async () => {
    const older = plainThread({ turns: 1 });
    const newer = plainThread({ turns: 5, seed: 2 });
    const { place } = writeCliHome(folder, [{ rollout: older }, { rollout: newer }]);
    const first = await runCli(['project', '--json', ...place]);
    expect(first.code).toBe(0);
    const { threads, totals, interrupted } = JSON.parse(first.stdout);
    expect(interrupted).toBe(false);
    expect(threads).toEqual([
      {
        threadId: newer.threadId,
        status: 'projected',
        bytesRead: newer.bytes().length,
        linesParsed: newer.lines().length,
      },
      {
        threadId: older.threadId,
        status: 'projected',
        bytesRead: older.bytes().length,
        linesParsed: older.lines().length,
      },
    ]);
    expect(totals).toMatchObject({ threads: 2, projected: 2, unchanged: 0, sourceGone: 0, failed: 0 });
    const again = JSON.parse((await runCli(['project', '--all', '--json', ...place])).stdout);
    expect(again.totals).toMatchObject({
      threads: 2,
      projected: 0,
      unchanged: 2,
      bytesRead: 0,
      linesParsed: 0,
    });
  });

  it('projects the named ones', async () => {
    const one = plainThread({});
    const two = plainThread({ seed: 2, threadId: '019d0000-1111-7000-8000-000000000003' });
    const { place } = writeCliHome(folder, [{ rollout: one }, { rollout: two }]);
    const { stdout, stderr } = await runCli(['project', '019d0000', ...place]);
    expect(stdout).toMatch(/^✓ 019d0000-1111-7000-8000-000000000003 +\S+ kB +question 1\n$/);
    expect(stderr).toMatch(/^1 thread: 1 projected, 0 unchanged · /);
    const status = JSON.parse((await runCli(['status', '--json', ...place])).stdout);
    expect(status.rollouts).toMatchObject({ total: 2, projected: 1, lagging: 1 });
  });

  it('goes on after a thread that fails, and says which', async () => {
    const good = plainThread({});
    const { place } = writeCliHome(folder, [refusedThread(), { rollout: good }]);
    const json = await runCli(['project', '--json', ...place]);
    expect(json.code).toBe(8);
    const { threads, totals } = JSON.parse(json.stdout);
    expect(totals).toMatchObject({ threads: 2, projected: 1, failed: 1 });
    const failed = threads.find((thread: { status: string }) => thread.status === 'failed');
    expect(failed.reason).toContain('holographic');
    const human = await runCli(['project', ...place]);
    expect(human.code).toBe(8);
    expect(human.stdout).toContain(`✗ ${failed.threadId}`);
  });

  it('keeps and reports a thread whose file is gone', async () => {
    const thread = plainThread({});
    const { place, paths } = writeCliHome(folder, [{ rollout: thread }]);
    await runCli(['project', ...place]);
    unlinkSync(paths[0] ?? '');
    const { code, stdout } = await runCli(['project', '--json', ...place]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).threads).toMatchObject([{ threadId: thread.threadId, status: 'source_gone' }]);
    expect((await runCli(['show', thread.threadId, ...place])).stdout).toContain('its file is gone');
  });

  it('streams a row a thread', async () => {
    const { place } = writeCliHome(folder, [
      { rollout: plainThread({}) },
      { rollout: plainThread({ seed: 2 }) },
    ]);
    const { stdout } = await runCli(['project', '--ndjson', ...place]);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((row) => JSON.parse(row).status),
    ).toEqual(['projected', 'projected']);
  });

  it('shows progress on terminals and on request, and not when told', async () => {
    const { place } = writeCliHome(folder, [{ rollout: plainThread({}) }]);
    const bar = async (options: Parameters<typeof runCli>[1], ...args: string[]): Promise<boolean> =>
      (await runCli(['project', ...args, ...place], options)).stderr.includes('1/1 threads');
    expect(await bar({ terminal: true })).toBe(true);
    expect(await bar({ terminal: false })).toBe(false);
    expect(await bar({ terminal: false }, '--progress')).toBe(true);
    expect(await bar({ terminal: true }, '--no-progress')).toBe(false);
    expect(await bar({ terminal: true }, '--quiet')).toBe(false);
    expect((await runCli(['project', '-q', ...place])).stderr).toBe('');
  });

  it('refuses names together with --all', async () => {
    const { place } = writeCliHome(folder, []);
    expect(await runCli(['project', '--all', '019c0000', ...place])).toMatchObject({ code: 2 });
  });

  it('stops at Ctrl-C between threads, and what was done stays', async () => {
    const entries = [1, 2, 3].map((seed) => ({ rollout: plainThread({ seed }) }));
    const { place } = writeCliHome(folder, entries);
    let interrupt = (): void => {};
    const { code, stdout } = await runCli(['project', '--json', '--progress', ...place], {
      onInterrupt: (listener) => {
        interrupt = listener;
      },
      onStderr: () => interrupt(),
    });
    expect(code).toBe(130);
    const { threads, interrupted } = JSON.parse(stdout);
    expect(interrupted).toBe(true);
    expect(threads.length).toBeLessThan(3);
    const rest = JSON.parse((await runCli(['project', '--json', ...place])).stdout).totals;
    expect(rest).toMatchObject({ threads: 3, projected: 3 - threads.length, failed: 0 });
  });
});

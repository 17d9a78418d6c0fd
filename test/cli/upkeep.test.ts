import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireWriterLock } from '../../src/rollout/writing/writer-lock.js';
import { writeCliHome } from '../support/cli-home.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';
import { placesOf, threadFamily } from '../support/thread-family.js';
import { numberedThread, sourceAndFork } from '../support/threads.js';

const folder = useTempFolder();

/** A home with a family of threads; short ids suffice, since the last character tells them apart. */
function familyHome() {
  const family = threadFamily();
  return {
    ...family,
    ...writeCliHome(
      folder,
      family.all.map((rollout) => ({ rollout })),
    ),
  };
}

describe('threadloom archive and unarchive', () => {
  it('move threads, and say what went along', async () => {
    const { root, home, place } = familyHome();
    expect(await runCli(['archive', root.threadId, ...place])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Archived .*, with 3 sub-agents\.\n$/),
    });
    expect(placesOf(home)).toMatchObject({ active: [], archived: { length: 4 } });
    const { stdout } = await runCli(['unarchive', root.threadId, '--json', ...place]);
    expect(JSON.parse(stdout).threadIds).toHaveLength(4);
    expect(placesOf(home)).toMatchObject({ active: { length: 4 }, archived: [] });
  });

  it('count a thread that is there already as done', async () => {
    const { root, place } = familyHome();
    await runCli(['archive', root.threadId, ...place]);
    expect(await runCli(['archive', root.threadId, ...place])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('is archived already'),
    });
    expect(await runCli(['archive', 'ffffffff', ...place])).toMatchObject({ code: 3 });
  });

  it('end with 7 when another process writes the thread', async () => {
    const { root, home, place } = familyHome();
    const lock = acquireWriterLock({ home, threadId: root.threadId, now: Date.now });
    expect(await runCli(['archive', root.threadId, ...place])).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('already has an active writer'),
    });
    lock.release();
  });
});

describe('threadloom name', () => {
  it('names a thread, so that listings find it by its name', async () => {
    const { place } = writeCliHome(folder, [{ rollout: numberedThread(1, { seed: 5 }) }]);
    const [{ id }] = JSON.parse((await runCli(['threads', '--json', ...place])).stdout).data;
    expect(await runCli(['name', id.slice(0, 8), ' Tides ', ...place])).toEqual({
      code: 0,
      stdout: `${id.slice(0, 8)} is now called "Tides".\n`,
      stderr: '',
    });
    expect((await runCli(['threads', ...place])).stdout).toContain('Tides');
    expect(await runCli(['name', id, '  ', ...place])).toMatchObject({ code: 2 });
  });
});

describe('threadloom delete', () => {
  it('removes nothing where nobody can be asked, unless told --yes', async () => {
    const { root, home, place } = familyHome();
    const refused = await runCli(['delete', root.threadId, ...place]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('4 threads (4 files');
    expect(refused.stderr).toContain('--yes');
    expect(placesOf(home).active).toHaveLength(4);
    expect(await runCli(['delete', root.threadId, '--yes', ...place])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Deleted 4 threads \(4 files, .*\)\.\n$/),
    });
    expect(placesOf(home).active).toEqual([]);
    expect(await runCli(['delete', root.threadId, '--yes', ...place])).toMatchObject({ code: 3 });
  });

  it('shows what it would remove and asks, and takes nothing but yes for a yes', async () => {
    const { root, home, place } = familyHome();
    for (const answer of ['', 'y', 'no']) {
      const { code, stdout, stderr } = await runCli(['delete', root.threadId, ...place], { answer });
      expect(code).toBe(2);
      expect(stdout).toContain('question 1');
      expect(stderr).toBe('Remove them for good? Type yes: Nothing was removed.\n');
      expect(placesOf(home).active).toHaveLength(4);
    }
    expect((await runCli(['delete', root.threadId, ...place], { answer: 'yes\n' })).code).toBe(0);
    expect(placesOf(home).active).toEqual([]);
  });

  it('only tells with --dry-run, in full as JSON', async () => {
    const { root, home, place, paths } = familyHome();
    const { stdout } = await runCli(['delete', root.threadId, '--dry-run', ...place]);
    expect(stdout).toMatch(/4 threads \(4 files, /);
    const plan = JSON.parse(
      (await runCli(['delete', root.threadId, '--dry-run', '--json', ...place])).stdout,
    );
    expect(plan).toMatchObject({ dryRun: true, references: [], threadIds: { length: 4 } });
    expect(plan.files.sort()).toEqual([...paths].sort());
    expect(plan.bytes).toBe(paths.reduce((sum, path) => sum + readFileSync(path).length, 0));
    expect(placesOf(home).active).toHaveLength(4);
  });

  it('names the forks that keep a thread, and deletes them with it when told', async () => {
    const { source, fork } = sourceAndFork();
    const { home, place } = writeCliHome(folder, [{ rollout: source }, { rollout: fork }]);
    const refused = await runCli(['delete', source.threadId, '--yes', ...place]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(`${fork.threadId.slice(0, 8)}`);
    expect(await runCli(['delete', source.threadId, '--dry-run', ...place])).toMatchObject({ code: 2 });
    expect(placesOf(home).active).toHaveLength(2);
    await runCli(['delete', source.threadId, fork.threadId, '--yes', ...place]);
    expect(placesOf(home).active).toEqual([]);
  });

  it('finishes a deletion that was interrupted, before it does what it is told', async () => {
    const { first, second, home, place, paths } = familyHome();
    const path = paths.find((name) => name.includes(first.threadId)) ?? '';
    const entry = { threadIds: [first.threadId], paths: [path.slice(home.length + 1)] };
    folder.write(`home/thread-deletions/${first.threadId}.pending`, JSON.stringify(entry));
    // Gone for readers already.
    expect((await runCli(['show', first.threadId, ...place])).code).toBe(3);
    const { stderr } = await runCli(['name', second.threadId, 'a name', ...place]);
    expect(stderr).toBe('Finished a deletion that was interrupted: 1 thread.\n');
    expect(placesOf(home).active.map((name) => basename(name))).not.toContain(basename(path));
    expect(existsSync(join(home, 'thread-deletions'))).toBe(false);
  });

  it('deletes a thread whose rollouts are damaged', async () => {
    const thread = numberedThread(1, { seed: 8 });
    const { home, place, paths } = writeCliHome(folder, [{ rollout: thread }]);
    const [path = ''] = paths;
    await runCli(['show', thread.threadId, ...place]);
    writeFileSync(path, 'not JSON\n');
    await runCli(['delete', thread.threadId, '--yes', ...place]);
    expect(placesOf(home).active).toEqual([]);
  });
});

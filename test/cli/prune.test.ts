import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { beforeEach, expect, it } from 'vitest';
import { type CliHome, plainThread, writeCliHome } from '../support/cli-home.js';
import { runCli } from '../support/run-cli.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const threads = [1, 2].map((seed) => plainThread({ seed, turns: 3 }));
const [gone = '', there = ''] = threads.map(({ threadId }) => threadId);
let home: CliHome;

beforeEach(async () => {
  home = writeCliHome(
    folder,
    threads.map((rollout) => ({ rollout })),
  );
  await runCli(['project', ...home.place]);
  rmSync(home.paths[0] ?? '');
  await runCli(['project', ...home.place]);
  // As if it had been missed for a hundred days.
  const database = new Database(home.db);
  database.prepare('update gone_sources set since_ms = ?').run(Date.parse('2025-11-25T12:00:00Z'));
  database.close();
});

const run = (...args: string[]) => runCli(['prune', ...args, ...home.place]);
const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout);

it('shows what could go, and removes nothing without --apply', async () => {
  const all = await run();
  expect(all.code).toBe(0);
  expect(all.stdout).toContain(gone);
  expect(all.stdout).not.toContain(there);
  expect(all.stderr).toContain('1 rollout with 3 turns and 6 items');
  expect(all.stderr).toContain('Nothing was removed');
  expect(await json('--gone-before', '90d')).toMatchObject({
    applied: false,
    totals: { rollouts: 1, items: 6 },
  });
  expect(await json('--gone-before', '120d')).toMatchObject({ totals: { rollouts: 0 } });
  expect(await json('--set-aside')).toMatchObject({ candidates: [] });
  expect((await runCli(['show', gone, ...home.place])).code).toBe(0);
});

it('removes what is named, remembers it, and gives the space back', async () => {
  const done = await json('--gone-before', '90d', '--apply', '--vacuum');
  expect(done).toMatchObject({ applied: true, totals: { rollouts: 1, turns: 3, items: 6 }, freeBytes: 0 });
  expect(done.space.bytesAfter).toBeLessThanOrEqual(done.space.bytesBefore);
  expect((await runCli(['show', gone, ...home.place])).code).toBe(3);
  expect((await runCli(['show', there, ...home.place])).code).toBe(0);
  expect(await json('--pruned')).toMatchObject({
    pruned: [{ rollout_id: gone, items: 6, reason: 'source_gone' }],
  });
  expect(await json('--gone-before', '90d', '--apply')).toMatchObject({ totals: { rollouts: 0 } });
});

it('refuses to prune everything at once', async () => {
  const { code, stderr } = await run('--apply');
  expect(code).toBe(2);
  expect(stderr).toContain('Name what to prune');
  expect((await run('--apply', '--dry-run', '--set-aside')).code).toBe(2);
  expect((await run('--gone-before', 'long ago')).code).toBe(2);
});

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createHistoryService } from '../../src/api/history-service.js';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { writeCodexHome } from '../../src/testing/index.js';
import type { DatabaseTally, DatabaseTask } from '../support/child/use-database.js';
import { plainThread } from '../support/cli-home.js';
import { pagesWith, ruin, ruinPages } from '../support/damaged-database.js';
import { killAtEveryCall } from '../support/kill-at-every-call.js';
import { useChild } from '../support/run-child.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const run = useChild<DatabaseTask, DatabaseTally>('use-database');
const threads = [1, 2, 3].map((seed) => plainThread({ seed, turns: 40 }));
const threadIds = threads.map(({ threadId }) => threadId);
let place = 0;

async function prepare(mode: DatabaseTask['mode']): Promise<DatabaseTask> {
  const root = `place-${place++}`;
  const home = folder.path(root, 'home');
  writeCodexHome({ home, entries: threads.map((rollout) => ({ rollout })) });
  const task: DatabaseTask = {
    mode,
    home,
    path: folder.path(root, 'data', 'history.sqlite'),
    threadIds,
    readyFile: folder.path(root, 'ready'),
    stopFile: folder.path(root, 'stop'),
  };
  await itemCounts(task);
  return task;
}

async function itemCounts({ path, home }: DatabaseTask): Promise<number[]> {
  const database = await openHistoryDatabase({ path });
  const service = createHistoryService({ database, homes: [home], now: Date.now });
  const counts: number[] = [];
  for (const id of threadIds) counts.push((await service.listItems(id, { limit: 100 })).data.length);
  database.close();
  return counts;
}

const entries = (path: string): string[] => readdirSync(dirname(path));
const kept = (path: string): string[] => entries(path).filter((name) => name.includes('.damaged-'));

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    if (waited > 60_000) throw new Error('waited for a minute');
    await sleep(5);
  }
}

it('of several processes that read a damaged database one recovers it, and all answer in full', {
  timeout: 120_000,
}, async () => {
  const task = await prepare('read');
  const readers = [0, 1, 2].map((at) => ({ ...task, readyFile: `${task.readyFile}-${at}` }));
  const running = readers.map((reader) => run(reader));
  await until(() => readers.every(({ readyFile }) => existsSync(readyFile)));
  const log = new Database(task.path);
  log.pragma('wal_checkpoint(TRUNCATE)');
  log.close();
  // Past SQLite, while they have it open.
  ruin(task.path, pagesWith(task.path, 'answer 1'), 4096);
  const nudge = new Database(task.path);
  nudge.exec("insert into thread_spawn_edges values ('a', 'b', 'open')");
  nudge.close();
  await until(() => kept(task.path).length > 0);
  await sleep(500);
  writeFileSync(task.stopFile, '');
  const tallies = (await Promise.all(running)).map(({ output, stderr }) => output ?? stderr);
  for (const tally of tallies) expect(tally).toMatchObject({ wrong: [], generation: 1 });
  expect(tallies.reduce((sum, tally) => sum + (typeof tally === 'string' ? 0 : tally.recovered), 0)).toBe(1);
  expect(kept(task.path)).toHaveLength(1);
  expect(await itemCounts(task)).toEqual([80, 80, 80]);
});

it('of several processes that start on one, one recovers it', { timeout: 120_000 }, async () => {
  const task = await prepare('read');
  ruinPages(task.path, ['thread_items', 'thread_turns', 'rollouts', 'threads']);
  const readers = [0, 1, 2].map((at) => ({ ...task, readyFile: `${task.readyFile}-${at}` }));
  const running = readers.map((reader) => run(reader));
  await until(() => readers.every(({ readyFile }) => existsSync(readyFile)));
  writeFileSync(task.stopFile, '');
  const tallies = (await Promise.all(running)).map(({ output, stderr }) => output ?? stderr);
  for (const tally of tallies) expect(tally).toMatchObject({ wrong: [] });
  expect(kept(task.path)).toHaveLength(1);
});

it('a process that is killed anywhere in a recovery leaves a database that opens and is whole', {
  timeout: 300_000,
}, async () => {
  const ready = await Promise.all(Array.from({ length: 60 }, () => prepare('recover')));
  const killed = await killAtEveryCall({
    run,
    prepare: () => {
      const task = ready.pop();
      if (task === undefined) throw new Error('more calls than were prepared for');
      return task;
    },
    async check(task) {
      expect(await itemCounts(task)).toEqual([80, 80, 80]);
      // Either nothing was moved, or all of the old files were.
      const [moved, ...more] = kept(task.path);
      expect(more).toEqual([]);
      const inside = moved === undefined ? [] : readdirSync(`${dirname(task.path)}/${moved}`);
      expect(inside.length === 0 || inside.includes(basename(task.path))).toBe(true);
      expect(entries(task.path).filter((name) => name.endsWith('.swap'))).toEqual([]);
      // The next recovery tidies up what is left of this one.
      expect((await run({ ...task, mode: 'recover' })).output?.recovered).toBe(1);
      const left = entries(task.path).filter((name) => !name.includes('.damaged-'));
      expect(left.filter((name) => !['history.sqlite', 'history.sqlite.lock'].includes(name))).toEqual([]);
      expect(await itemCounts(task)).toEqual([80, 80, 80]);
    },
    changesOnly: true,
  });
  expect(killed).toBeGreaterThan(10);
});

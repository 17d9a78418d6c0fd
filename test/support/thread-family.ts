/** A thread with sub-agents below it, and what a home holds of them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createThreadUpkeep, type ThreadUpkeep } from '../../src/api/create-thread-upkeep.js';
import { ThreadLeases } from '../../src/api/thread-leases.js';
import type { OpenThreads, UpkeepOptions } from '../../src/api/thread-upkeep.js';
import type { FileSystem } from '../../src/files/file-system.js';
import { createTestClock, type RolloutBuilder } from '../../src/testing/index.js';
import type { OpenHistory } from './open-history.js';
import { numberedThread } from './threads.js';

export interface ThreadFamily {
  root: RolloutBuilder;
  /** Children of the root. */
  first: RolloutBuilder;
  second: RolloutBuilder;
  /** Child of the second child; its id sorts before that of its parent. */
  grandchild: RolloutBuilder;
  all: RolloutBuilder[];
}

/** Ids ascend in the order root, grandchild, first, second, so that generations and ids give different orders. */
export function threadFamily(): ThreadFamily {
  const spawned = (seed: number, parentThreadId: string, agentPath: string): RolloutBuilder =>
    numberedThread(1, {
      seed,
      threadId: idOf(seed),
      clock: createTestClock(),
      subAgent: {
        parentThreadId,
        agentPath,
        nickname: `Agent ${seed}`,
        depth: agentPath.split('/').length - 2,
      },
    });
  const root = numberedThread(2, { seed: 1, threadId: idOf(1), clock: createTestClock() });
  const first = spawned(3, root.threadId, '/root/first');
  const second = spawned(4, root.threadId, '/root/second');
  const grandchild = spawned(2, second.threadId, '/root/second/below');
  return { root, first, second, grandchild, all: [root, first, second, grandchild] };
}

function idOf(number: number): string {
  return `01a1fb5a-0000-7000-8000-00000000000${number}`;
}

export interface OpenUpkeep {
  upkeep: ThreadUpkeep;
  options: UpkeepOptions;
}

/** Upkeep of the threads of an opened history. */
export function upkeepOf(
  { database, service, home }: Pick<OpenHistory, 'database' | 'service' | 'home'>,
  { fs, openThreads, homes = [home] }: { fs?: FileSystem; openThreads?: OpenThreads; homes?: string[] } = {},
): OpenUpkeep {
  const options: UpkeepOptions = {
    database,
    projector: service.projector,
    homes,
    leases: new ThreadLeases(),
    now: Date.now,
    ...(fs && { fs }),
    ...(openThreads && { openThreads }),
  };
  return { options, upkeep: createThreadUpkeep(options) };
}

/** Files below a folder of a home, relative to that folder; none when it is not there. */
export function filesBelow(home: string, folder: string): string[] {
  const path = join(home, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();
}

/** Names of the rollouts of a home by where they lie. */
export function placesOf(home: string): { active: string[]; archived: string[] } {
  return { active: filesBelow(home, 'sessions'), archived: filesBelow(home, 'archived_sessions') };
}

/** What the database holds of anything, by table; tables of the schema itself left out. */
export function rowCounts({ database }: Pick<OpenHistory, 'database'>): Record<string, number> {
  const tables = database.reader
    .prepare<[], { name: string }>(
      "select name from sqlite_master where type = 'table' and name not like 'sqlite%'",
    )
    .all()
    .filter(({ name }) => !/migration/.test(name));
  return Object.fromEntries(
    tables.flatMap(({ name }) => {
      const row = database.reader.prepare<[], { n: number }>(`select count(*) as n from "${name}"`).get();
      return row && row.n > 0 ? [[name, row.n]] : [];
    }),
  );
}

/** Names of all files of a home that are rollouts, active ones first. */
export function everything({ home }: Pick<OpenHistory, 'home'>): string[] {
  return [...filesBelow(home, 'sessions'), ...filesBelow(home, 'archived_sessions')];
}

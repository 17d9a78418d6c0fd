/** Which files are a thread's, over all homes: its rollouts, their compressed twins, and copies of them. */
import { existsSync } from 'node:fs';
import { toCompressedPath } from '../rollout/index.js';
import { findThreadRollouts } from '../store/rollouts.js';
import { findThread } from '../store/threads.js';
import type { UpkeepOptions } from './thread-upkeep.js';

export interface ThreadFile {
  home: string;
  /** Without `.zst`; one of the two is on disk. */
  plainPath: string;
  archived: boolean;
  /** The thread goes on in it. */
  current: boolean;
}

/** The files of a thread that are on disk, the current rollout first, and then the newest names. */
export function filesOfThread(
  { database, projector }: Pick<UpkeepOptions, 'database' | 'projector'>,
  threadId: string,
): ThreadFile[] {
  const current = findThread(database.reader, threadId)?.rollout_id ?? null;
  const files = new Map<string, ThreadFile>();
  for (const { home, plainPath, archived, rolloutId } of projector.filesOf(threadId)) {
    files.set(plainPath, { home, plainPath, archived, current: rolloutId === current });
  }
  // Names from which no thread can be told are known to the inventory alone.
  for (const row of findThreadRollouts(database.reader, threadId).reverse()) {
    if (files.has(row.path)) continue;
    const { home, path: plainPath } = row;
    files.set(plainPath, {
      home,
      plainPath,
      archived: row.archived === 1,
      current: row.rollout_id === current,
    });
  }
  return [...files.values()]
    .filter(({ plainPath }) => existsSync(plainPath) || existsSync(toCompressedPath(plainPath)))
    .sort((a, b) => Number(b.current) - Number(a.current));
}

/** The homes that hold files of a thread; the first home of all for one that has none. */
export function homesOfThread(options: UpkeepOptions, threadId: string): string[] {
  const homes = new Set(filesOfThread(options, threadId).map(({ home }) => home));
  return homes.size > 0 ? options.homes.filter((home) => homes.has(home)) : options.homes.slice(0, 1);
}

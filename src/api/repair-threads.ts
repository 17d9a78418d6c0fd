/**
 * Finishes what a killed process left behind: deletions that are decided, threads whose files lie in two places, and entries
 * of Codex's index that name a place where the file is not. To be called when a program that changes threads starts.
 */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { toCompressedPath } from '../rollout/index.js';
import { readDeletions, tidyDeletions } from '../rollout/writing/deletion-journal.js';
import { changePeerThreads, type PeerPlace, readPeerPlaces } from '../store/peer/peer-threads.js';
import { findThreadRollouts, type RolloutRow } from '../store/rollouts.js';
import { listStrayThreads } from '../store/stray-threads.js';
import { finishDeletion } from './finish-deletion.js';
import { HistoryError } from './history-error.js';
import { moveThread } from './move-thread.js';
import { fileSystemOf, type UpkeepOptions, withThreadsAlone } from './thread-upkeep.js';

export interface RepairedThreads {
  /** Deletions that were finished. */
  deleted: string[];
  /** Threads whose files are in one place again. */
  moved: string[];
  /** Threads that another process is at; they are left to it. */
  busy: string[];
}

/** Looks for interrupted work and finishes it. */
export async function repairThreads(options: UpkeepOptions): Promise<RepairedThreads> {
  const done: RepairedThreads = { deleted: [], moved: [], busy: [] };
  const { database, homes, projector } = options;
  projector.takeInventory();
  for (const deletion of homes.flatMap((home) => readDeletions(fileSystemOf(options), home))) {
    const { threadIds } = deletion;
    const finished = await unlessBusy(options, threadIds, () => finishDeletion(options, deletion));
    (finished ? done.deleted : done.busy).push(...threadIds);
  }
  if (done.deleted.length > 0) projector.takeInventory();
  for (const { thread_id: threadId, archived } of listStrayThreads(database.reader)) {
    const finished = await unlessBusy(options, [threadId], () =>
      moveThread(options, threadId, archived === 1),
    );
    (finished ? done.moved : done.busy).push(threadId);
  }
  for (const home of homes) {
    mendPeerPlaces(options, home);
    tidyDeletions(fileSystemOf(options), home, options.now());
  }
  if (done.moved.length > 0) projector.takeInventory();
  return done;
}

async function unlessBusy(
  options: UpkeepOptions,
  threadIds: readonly string[],
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await withThreadsAlone(options, threadIds, work);
    return true;
  } catch (error) {
    if (error instanceof HistoryError && error.code === 'conflict') return false;
    throw error;
  }
}

/** Has entries follow whose file is gone from where they say, while a file of that name lies in the other place. */
function mendPeerPlaces({ database, now }: UpkeepOptions, home: string): void {
  const findMoved = ({ threadId, rolloutPath }: PeerPlace): RolloutRow[] =>
    isOnDisk(rolloutPath)
      ? []
      : findThreadRollouts(database.reader, threadId).filter(
          (row) => row.home === home && basename(row.path) === basename(rolloutPath) && isOnDisk(row.path),
        );
  const moved = readPeerPlaces(home).flatMap(findMoved);
  if (moved.length === 0) return;
  changePeerThreads(home, (peer) => {
    for (const { thread_id, path, archived } of moved) {
      peer?.move(thread_id, { archived: archived === 1, placeOf: () => dirname(path), now: now() });
    }
  });
}

function isOnDisk(plainPath: string): boolean {
  return existsSync(plainPath) || existsSync(toCompressedPath(plainPath));
}

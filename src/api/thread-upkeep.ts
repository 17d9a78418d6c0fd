/** What moving, removing and naming threads needs, and how threads are had alone for it. */

import { type FileSystem, fileSystem } from '../files/file-system.js';
import type { Projector } from '../projector/projector.js';
import { RolloutError } from '../rollout/index.js';
import { acquireWriterLock, type WriterLock } from '../rollout/writing/writer-lock.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { HistoryError } from './history-error.js';
import { homesOfThread } from './thread-files.js';
import type { ThreadLeases } from './thread-leases.js';

/** The threads that this process has open for writing. */
export interface OpenThreads {
  /** Ends the writing of a thread; resolves when nothing of it is on its way any more. */
  close(threadId: string): Promise<void>;
  /** Brings a thread to the disk of which nothing is there yet; nothing happens to others. */
  write(threadId: string): void;
  /** Threads spawned below this one of which nothing is on disk yet. */
  unwrittenBelow(threadId: string): string[];
}

export interface UpkeepOptions {
  database: HistoryDatabase;
  projector: Projector;
  /** Codex homes, absolute. */
  homes: readonly string[];
  /** Shared by all who move, remove or fork threads in this process. */
  leases: ThreadLeases;
  /** Unix milliseconds. */
  now: () => number;
  fs?: FileSystem | undefined;
  /** What other processes are told holds a thread meanwhile. */
  program?: string | undefined;
  /** None: this process writes no threads. */
  openThreads?: OpenThreads | undefined;
}

/** The file system that the changes go through. */
export function fileSystemOf({ fs }: UpkeepOptions): FileSystem {
  return fs ?? fileSystem;
}

/** The error for an id without a rollout where one is needed, worded as Codex words it. */
export function noRollout(threadId: string, archived = false): HistoryError {
  const kind = archived ? 'archived rollout' : 'rollout';
  return new HistoryError('thread_not_found', `no ${kind} found for thread id ${threadId}`);
}

/**
 * Does `work` while nobody else touches the threads: neither forks nor appends in this process, nor writers in others.
 *
 * @throws HistoryError `conflict` when another process writes one of them; nothing was done then
 */
export async function withThreadsAlone<Result>(
  options: UpkeepOptions,
  threadIds: readonly string[],
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const lease = await options.leases.exclusiveAll(threadIds);
  const locks: WriterLock[] = [];
  try {
    for (const threadId of threadIds) await options.openThreads?.close(threadId);
    for (const threadId of [...threadIds].sort()) {
      for (const home of homesOfThread(options, threadId)) locks.push(lock(options, home, threadId));
    }
    return await work();
  } finally {
    for (const held of locks.reverse()) held.release();
    lease.release();
  }
}

function lock(options: UpkeepOptions, home: string, threadId: string): WriterLock {
  const { now, program } = options;
  try {
    const named = program === undefined ? {} : { program };
    return acquireWriterLock({ home, threadId, fs: fileSystemOf(options), now, ...named });
  } catch (error) {
    if (!(error instanceof RolloutError) || error.code !== 'thread_locked') throw error;
    throw new HistoryError('conflict', `thread ${threadId} already has an active writer. ${error.message}`, {
      cause: error,
    });
  }
}

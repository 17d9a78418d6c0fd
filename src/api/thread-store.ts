/**
 * Everything that can be done with threads, over TypeScript: the reads of the history service, and the operations that make,
 * continue, move and remove threads. One store for all who do so in a process: they share writers and wait for each other.
 */
import { uuidV7Factory } from '../events/value/new-uuid-v7.js';
import { fileSystem } from '../files/file-system.js';
import { findThread } from '../store/threads.js';
import { createThreadUpkeep, type ThreadUpkeep } from './create-thread-upkeep.js';
import type { DeletedThreads } from './delete-thread.js';
import type { ForkedThread } from './fork-rollout.js';
import { type ForkThreadOptions, forkThread, type PreparedFork, prepareFork } from './fork-thread.js';
import { guardChanges } from './guard-store.js';
import { createHistoryService, type HistoryService } from './history-service.js';
import { interruptOpenTurn } from './interrupt-turn.js';
import type { LiveThread } from './live-thread.js';
import { LiveThreads } from './live-threads.js';
import { checkRevert, type RevertedThread, revertThread } from './revert-thread.js';
import { homeFor, type StartThreadOptions, startMeta } from './start-thread.js';
import { startedThreadView } from './started-thread-view.js';
import { type SubscribeThreadOptions, subscribeThread, type ThreadSubscription } from './subscribe-thread.js';
import { ThreadLeases } from './thread-leases.js';
import { threadOfPath } from './thread-of-path.js';
import type { ThreadStoreContext, ThreadStoreOptions } from './thread-store-options.js';

export type SubscribeOptions = Pick<SubscribeThreadOptions, 'from' | 'signal' | 'pollMs'>;

/** Reads of threads and changes to them. Every method can throw HistoryError, and RolloutError for files. */
export interface ThreadStore extends HistoryService, ThreadUpkeep {
  /** Begins a thread; nothing is on disk before its first record. */
  startThread(options: StartThreadOptions): LiveThread;
  /** Opens a thread for writing; who opens it again in this process gets the same handle. */
  openThread(threadId: string): LiveThread;
  forkThread(options: ForkThreadOptions): Promise<ForkedThread>;
  /** The first half of a fork, for callers that have something to do before it is there. */
  prepareFork(options: ForkThreadOptions): Promise<PreparedFork>;
  /**
   * Has a thread go on from before a turn. A thread that is open here has its running turn ended, and is open again when
   * this returns: with a new handle, for the old one belongs to the old rollout.
   */
  revertThread(threadId: string, beforeTurnId: string): Promise<RevertedThread>;
  deleteThread(threadId: string): Promise<DeletedThreads>;
  /** The changes of a thread as they come, whoever writes it. */
  subscribe(threadId: string, options?: SubscribeOptions): ThreadSubscription;
  /** The thread that goes on in the rollout file at an absolute path. */
  threadOfPath(path: string): string;
}

/** Makes a store over a database and homes. `close` closes the threads it has open. */
export function createThreadStore(options: ThreadStoreOptions): ThreadStore {
  const service = createHistoryService(options);
  const { projector } = service;
  const base: ThreadStoreContext = {
    ...options,
    projector,
    fs: options.fs ?? fileSystem,
    cliVersion: options.cliVersion ?? '0.0.0',
    leases: new ThreadLeases(),
    newId: uuidV7Factory(options.now),
  };
  const live = new LiveThreads(base);
  const context: ThreadStoreContext = { ...base, openThreads: live };

  return guardChanges(options.database.guard, {
    ...service,
    ...createThreadUpkeep(context),
    async close() {
      await live.closeAll();
      await service.close();
    },
    async readThread(threadId, read) {
      const open = live.find(threadId);
      const meta = live.metaOf(threadId);
      if (open && meta && !open.written && findThread(options.database.reader, threadId) === null) {
        return startedThreadView({ meta, path: open.path });
      }
      const view = await service.readThread(threadId, read);
      return open ? { ...view, status: { type: 'idle' } } : view;
    },
    startThread(start) {
      const home = homeFor(context, start.home);
      return live.start(home, startMeta(context, start));
    },
    openThread: (threadId) => live.open(threadId),
    forkThread: (fork) => forkThread(context, fork),
    prepareFork: (fork) => prepareFork(context, fork),
    async revertThread(threadId, beforeTurnId) {
      const open = live.find(threadId);
      await checkRevert(context, { threadId, beforeTurnId });
      if (open === null) return revertThread(context, { threadId, beforeTurnId });
      await interruptOpenTurn(context, open);
      try {
        return await revertThread(context, { threadId, beforeTurnId });
      } finally {
        live.open(threadId);
      }
    },
    deleteThread: async (threadId) => createThreadUpkeep(context).deleteThreads([threadId]),
    subscribe: (threadId, subscription = {}) => subscribeThread({ ...context, ...subscription, threadId }),
    threadOfPath: (path) => threadOfPath(context, path),
  });
}

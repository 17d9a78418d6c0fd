/**
 * Has the operations of services go on when their database is replaced or found damaged (`store/recovery/database-guard`): a
 * read is answered from the new one, a change is not made twice.
 */
import type { DatabaseGuard } from '../store/recovery/database-guard.js';
import type { HistoryService } from './history-service.js';
import type { ThreadStore } from './thread-store.js';

/** A service whose reads are run again where they have to. */
export function guardReads(guard: DatabaseGuard, service: HistoryService): HistoryService {
  return {
    projector: service.projector,
    close: () => service.close(),
    listThreads: (options) => guard.read(() => service.listThreads(options)),
    readThread: (threadId, options) => guard.read(() => service.readThread(threadId, options)),
    listTurns: (threadId, options) => guard.read(() => service.listTurns(threadId, options)),
    listItems: (threadId, options) => guard.read(() => service.listItems(threadId, options)),
    readItems: (threadId, options) => guard.read(() => service.readItems(threadId, options)),
    listTimeline: (threadId, options) => guard.read(() => service.listTimeline(threadId, options)),
    searchOccurrences: (threadId, options) => guard.read(() => service.searchOccurrences(threadId, options)),
    searchThreads: (options) => guard.read(() => service.searchThreads(options)),
    readWorldState: (threadId, options) => guard.read(() => service.readWorldState(threadId, options)),
    diffWorldState: (threadId, options) => guard.read(() => service.diffWorldState(threadId, options)),
    listWorldStateChanges: (threadId) => guard.read(() => service.listWorldStateChanges(threadId)),
    readModelContext: (threadId) => guard.read(() => service.readModelContext(threadId)),
  };
}

/** A store whose changes tell what to do where they met damage; its reads are guarded already. */
export function guardChanges(guard: DatabaseGuard, store: ThreadStore): ThreadStore {
  return {
    ...store,
    forkThread: (options) => guard.change(() => store.forkThread(options)),
    prepareFork: (options) => guard.change(() => store.prepareFork(options)),
    revertThread: (threadId, beforeTurnId) => guard.change(() => store.revertThread(threadId, beforeTurnId)),
    deleteThread: (threadId) => guard.change(() => store.deleteThread(threadId)),
    deleteThreads: (threadIds) => guard.change(() => store.deleteThreads(threadIds)),
    archiveThread: (threadId) => guard.change(() => store.archiveThread(threadId)),
    unarchiveThread: (threadId) => guard.change(() => store.unarchiveThread(threadId)),
    setThreadName: (threadId, name) => guard.change(() => store.setThreadName(threadId, name)),
    // Does what is still to be done, however often it is asked.
    repairThreads: () => guard.read(() => store.repairThreads()),
  };
}

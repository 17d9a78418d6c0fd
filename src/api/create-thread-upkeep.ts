/** The upkeep of threads as one object: archive, unarchive, delete, name, and repair. */
import { archiveThread, type MovedThreads } from './archive-thread.js';
import { type DeletedThreads, deleteThreads } from './delete-thread.js';
import { setThreadName } from './name-thread.js';
import { type DeletionPlan, planDeletion } from './plan-deletion.js';
import { type RepairedThreads, repairThreads } from './repair-threads.js';
import type { UpkeepOptions } from './thread-upkeep.js';
import { unarchiveThread } from './unarchive-thread.js';

/** Each method throws as the function of its name does. */
export interface ThreadUpkeep {
  archiveThread(threadId: string): Promise<MovedThreads>;
  unarchiveThread(threadId: string): Promise<MovedThreads>;
  deleteThreads(threadIds: readonly string[]): Promise<DeletedThreads>;
  planDeletion(threadIds: readonly string[]): DeletionPlan;
  setThreadName(threadId: string, name: string): Promise<string>;
  repairThreads(): Promise<RepairedThreads>;
}

/** Binds the functions to what they need. */
export function createThreadUpkeep(options: UpkeepOptions): ThreadUpkeep {
  return {
    archiveThread: (threadId) => archiveThread(options, threadId),
    unarchiveThread: (threadId) => unarchiveThread(options, threadId),
    deleteThreads: (threadIds) => deleteThreads(options, threadIds),
    planDeletion: (threadIds) => planDeletion(options, threadIds),
    setThreadName: (threadId, name) => setThreadName(options, threadId, name),
    repairThreads: () => repairThreads(options),
  };
}

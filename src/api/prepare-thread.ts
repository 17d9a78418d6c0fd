/** Makes a thread ready to be read, with failures in the words of the history service. */
import type { Projector } from '../projector/projector.js';
import { RefusedRolloutError } from '../projector/refused-rollout-error.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { RolloutError } from '../rollout/index.js';
import { HistoryError } from './history-error.js';
import { threadNotFound } from './read-thread.js';

/**
 * The thread's lineage, with rows that reflect its files as they are now.
 *
 * @throws HistoryError `thread_not_found`; `invalid_request` for a file that is refused or a lineage that is broken
 */
export async function prepareThread(projector: Projector, threadId: string): Promise<ThreadLineage> {
  const lineage = await projector.prepareThread(threadId).catch(explainRefusal);
  if (lineage === null) throw threadNotFound(threadId);
  return lineage;
}

function explainRefusal(error: unknown): never {
  if (error instanceof RolloutError || error instanceof RefusedRolloutError) {
    throw new HistoryError('invalid_request', error.message, { cause: error });
  }
  throw error;
}

/** Archives threads: their files move to the archive, rows and text stay as they are (spec projection §8, §9). */
import { findDescendants } from '../store/thread-descendants.js';
import { findThread } from '../store/threads.js';
import { HistoryError } from './history-error.js';
import { moveThread } from './move-thread.js';
import { filesOfThread } from './thread-files.js';
import { noRollout, type UpkeepOptions, withThreadsAlone } from './thread-upkeep.js';

/** Threads that were moved, in the order in which Codex tells of them. */
export interface MovedThreads {
  threadIds: string[];
}

/**
 * Archives a thread and the sub-agents below it that are not archived yet. The thread itself moves last, so that doing it
 * again finishes what was interrupted.
 *
 * @throws HistoryError `thread_not_found` for a thread that has no active file; `conflict` when another process writes one
 *   of the threads; `invalid_request` when a sub-agent has nothing on disk yet
 */
export async function archiveThread(options: UpkeepOptions, threadId: string): Promise<MovedThreads> {
  const { database, projector } = options;
  options.openThreads?.write(threadId);
  projector.takeInventory();
  if (!isActive(options, threadId)) throw noRollout(threadId);
  const [unwritten] = options.openThreads?.unwrittenBelow(threadId) ?? [];
  if (unwritten !== undefined) {
    throw new HistoryError(
      'invalid_request',
      `sub-agent ${unwritten} of thread ${threadId} has no rollout yet`,
    );
  }
  const family = [threadId, ...findDescendants(database.reader, threadId)];
  return withThreadsAlone(options, family, async () => {
    projector.takeInventory();
    const moving = family.filter((id) => isActive(options, id));
    if (!moving.includes(threadId)) throw noRollout(threadId);
    const [, ...descendants] = moving;
    for (const id of [...descendants.reverse(), threadId]) await moveThread(options, id, true);
    projector.takeInventory();
    return { threadIds: [threadId, ...descendants] };
  });
}

function isActive({ database, projector }: UpkeepOptions, threadId: string): boolean {
  const thread = findThread(database.reader, threadId);
  return thread?.archived === 0 && filesOfThread({ database, projector }, threadId).length > 0;
}

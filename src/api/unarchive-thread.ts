/** Takes threads out of the archive: their files move back to the folders of the days in their names. */
import { findDescendants } from '../store/thread-descendants.js';
import { findThread } from '../store/threads.js';
import type { MovedThreads } from './archive-thread.js';
import { moveThread } from './move-thread.js';
import { filesOfThread } from './thread-files.js';
import { noRollout, type UpkeepOptions, withThreadsAlone } from './thread-upkeep.js';

/**
 * Unarchives a thread and the archived sub-agents below it. The thread itself moves last, so that doing it again finishes
 * what was interrupted.
 *
 * @throws HistoryError `thread_not_found` for a thread that has no archived file; `conflict` when another process writes
 *   one of the threads
 */
export async function unarchiveThread(options: UpkeepOptions, threadId: string): Promise<MovedThreads> {
  const { database, projector } = options;
  projector.takeInventory();
  if (!isArchived(options, threadId)) throw noRollout(threadId, true);
  const family = [threadId, ...findDescendants(database.reader, threadId)];
  return withThreadsAlone(options, family, async () => {
    projector.takeInventory();
    const moving = family.filter((id) => isArchived(options, id));
    if (!moving.includes(threadId)) throw noRollout(threadId, true);
    for (const id of [...moving].reverse()) await moveThread(options, id, false);
    projector.takeInventory();
    return { threadIds: moving };
  });
}

function isArchived({ database, projector }: UpkeepOptions, threadId: string): boolean {
  const thread = findThread(database.reader, threadId);
  return thread?.archived === 1 && filesOfThread({ database, projector }, threadId).length > 0;
}

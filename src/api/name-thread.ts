/** Names threads where Codex looks for names: in its index of names, which outlives our rows, and in its index of threads. */
import { appendName } from '../rollout/writing/name-index.js';
import { changePeerThreads } from '../store/peer/peer-threads.js';
import { findRollout } from '../store/rollouts.js';
import { findThread } from '../store/threads.js';
import { HistoryError } from './history-error.js';
import { fileSystemOf, noRollout, type UpkeepOptions } from './thread-upkeep.js';

/**
 * Gives a thread a name; as in Codex that does not need the thread alone.
 *
 * @returns the name without white space around it
 * @throws HistoryError `invalid_request` for a blank name; `thread_not_found` for a thread that is archived or unknown
 */
export async function setThreadName(options: UpkeepOptions, threadId: string, name: string): Promise<string> {
  const trimmed = name.trim();
  if (trimmed === '') throw new HistoryError('invalid_request', 'thread name must not be empty');
  const { database, projector } = options;
  projector.takeInventory();
  const thread = findThread(database.reader, threadId);
  const rollout = thread && findRollout(database.reader, thread.rollout_id);
  if (!thread || !rollout || thread.archived === 1) throw noRollout(threadId);
  const { home } = rollout;
  changePeerThreads(home, (peer) => {
    appendName({ fs: fileSystemOf(options), home }, { threadId, name: trimmed, now: options.now() });
    peer?.rename(threadId, trimmed);
  });
  projector.takeInventory();
  return trimmed;
}

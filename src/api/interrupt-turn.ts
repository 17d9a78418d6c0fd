/** Ends the turn that a thread is in the middle of, as happens before its history is taken away from under it. */
import { interruption } from '../events/record/interruption.js';
import { findThread } from '../store/threads.js';
import { collectTurns } from './list-turns.js';
import type { LiveThread } from './live-thread.js';
import { prepareThread } from './prepare-thread.js';
import type { ThreadStoreContext } from './thread-store-options.js';

/** Appends the end of the thread's newest turn if it is open. */
export async function interruptOpenTurn(context: ThreadStoreContext, live: LiveThread): Promise<void> {
  const { database, projector, now } = context;
  if (findThread(database.reader, live.threadId) === null && !live.written) return;
  const lineage = await prepareThread(projector, live.threadId);
  const [newest] = collectTurns(database.reader, lineage, { direction: 'desc', anchor: null, limit: 1 });
  if (newest?.row.status !== 'inProgress') return;
  const { turn_id: turnId, root_turn_id: rootTurnId, started_at: startedAt } = newest.row;
  live.append(interruption({ turnId, rootTurnId, startedAt, endedAtMs: now() }, context.newId()));
  await live.projected();
}

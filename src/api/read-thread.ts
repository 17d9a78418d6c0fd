/** One thread with its metadata, and with all of its turns if asked (spec reads §7). */
import type Database from 'better-sqlite3';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { findRollout } from '../store/rollouts.js';
import { findThread } from '../store/threads.js';
import { HistoryError } from './history-error.js';
import { collectTurns } from './list-turns.js';
import { type ThreadView, threadView } from './thread-view.js';
import { type TurnEntry, turnEntry } from './turn-entry.js';

/**
 * Reads a thread.
 *
 * @throws HistoryError `thread_not_found`
 */
export function readThread(
  connection: Database.Database,
  threadId: string,
  turns: TurnEntry[] = [],
): ThreadView {
  const thread = findThread(connection, threadId);
  if (thread === null) throw threadNotFound(threadId);
  return threadView(thread, findRollout(connection, thread.rollout_id), turns);
}

/** All turns of a thread with all of their items, recovered ones if asked, oldest first. */
export function readAllTurns(
  connection: Database.Database,
  lineage: ThreadLineage,
  { includeRecovered = false }: { includeRecovered?: boolean } = {},
): TurnEntry[] {
  return collectTurns(connection, lineage, {
    direction: 'asc',
    anchor: null,
    limit: Number.MAX_SAFE_INTEGER,
  }).map((located) => turnEntry(connection, lineage, located, { itemsView: 'full', includeRecovered }));
}

/** The error for an id that no home has a readable rollout of, worded as clients of Codex know it. */
export function threadNotFound(threadId: string): HistoryError {
  return new HistoryError('thread_not_found', `thread not loaded: ${threadId}`);
}

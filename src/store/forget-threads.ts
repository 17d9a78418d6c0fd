/** Takes every trace of threads out of the database: what was projected, what the inventory knew, and their kinship. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import { removeRolloutRows } from './rollout-rows.js';
import { findThreadRollouts } from './rollouts.js';
import { findThread } from './threads.js';

interface OfThread {
  thread_id: string;
}

/** Rows of earlier contents of its file are kept under `<rollout id>~<n>`; `~` sorts after every character of an id. */
const setAside = defineStatement<{ from: string; to: string }, { thread_id: string }>((db, arg) =>
  db
    .selectFrom('thread_history_projection_state')
    .select('thread_id')
    .where('thread_id', '>=', arg('from'))
    .where('thread_id', '<', arg('to')),
);

const removals = [
  defineStatement<OfThread>((_, arg) => sql`delete from rollouts where thread_id = ${arg('thread_id')}`),
  defineStatement<OfThread>((_, arg) => sql`delete from threads where thread_id = ${arg('thread_id')}`),
  defineStatement<OfThread>(
    (_, arg) => sql`delete from thread_spawn_edges where parent_thread_id = ${arg('thread_id')}`,
  ),
  defineStatement<OfThread>(
    (_, arg) => sql`delete from thread_spawn_edges where child_thread_id = ${arg('thread_id')}`,
  ),
];

/** True when anything is kept of the thread. */
export function knowsThread(connection: Database.Database, threadId: string): boolean {
  return findThread(connection, threadId) !== null || findThreadRollouts(connection, threadId).length > 0;
}

/** Removes the rows of threads and of every rollout they own. */
export function forgetThreads(connection: Database.Database, threadIds: Iterable<string>): void {
  for (const threadId of threadIds) {
    const owned = findThreadRollouts(connection, threadId).map((row) => row.rollout_id);
    for (const rolloutId of new Set([threadId, ...owned])) {
      const kept = setAside(connection).all({ from: `${rolloutId}~`, to: `${rolloutId}\u007f` });
      for (const { thread_id } of kept) removeRolloutRows(connection, thread_id);
      removeRolloutRows(connection, rolloutId);
    }
    for (const remove of removals) remove(connection).run({ thread_id: threadId });
  }
}

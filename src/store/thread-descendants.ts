/** The threads that were spawned below a thread, at any depth. */
import type Database from 'better-sqlite3';
import { defineStatement } from './define-statement.js';

const children = defineStatement<{ parent: string }, { child_thread_id: string }>((db, arg) =>
  db
    .selectFrom('thread_spawn_edges')
    .select('child_thread_id')
    .where('parent_thread_id', '=', arg('parent'))
    .orderBy('child_thread_id'),
);

/** Ids of all descendants, nearest generation first and each generation in order of its ids; without the thread itself. */
export function findDescendants(connection: Database.Database, threadId: string): string[] {
  const seen = new Set([threadId]);
  // A set goes on to what is added to it meanwhile, and edges can lead in a circle.
  let generation = [threadId];
  while (generation.length > 0) {
    const next = generation
      .flatMap((parent) => children(connection).all({ parent }))
      .map((row) => row.child_thread_id)
      .filter((id) => !seen.has(id))
      .sort();
    for (const id of next) seen.add(id);
    generation = [...new Set(next)];
  }
  seen.delete(threadId);
  return [...seen];
}

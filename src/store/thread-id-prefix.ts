/** Thread ids by their first characters: what people type, and how much of an id they have to. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';

/** Sorts after every character that an id can have. */
const BEYOND = '\uffff';

const withPrefix = defineStatement<{ from: string; to: string; limit: number }, { thread_id: string }>(
  (db, arg) =>
    db
      .selectFrom('rollouts')
      .select('thread_id')
      .distinct()
      .where('thread_id', '>=', arg('from'))
      .where('thread_id', '<', arg('to'))
      .orderBy('thread_id')
      .limit(arg('limit')),
);

const neighbour = (side: '<' | '>') =>
  defineStatement<{ thread_id: string }, { thread_id: string }>((db, arg) =>
    db
      .selectFrom('rollouts')
      .select('thread_id')
      .where('thread_id', side, arg('thread_id'))
      .orderBy('thread_id', side === '<' ? 'desc' : 'asc')
      .limit(sql.lit(1)),
  );
const before = neighbour('<');
const after = neighbour('>');

/** Ids of known threads that start so, refused ones included; at most `limit`, in order. */
export function findThreadIdsByPrefix(
  connection: Database.Database,
  prefix: string,
  limit: number,
): string[] {
  return withPrefix(connection)
    .all({ from: prefix, to: prefix + BEYOND, limit })
    .map((row) => row.thread_id);
}

/** The shortest beginning of an id, of at least `least` characters, that no other known thread has. */
export function shortestThreadIdPrefix(
  connection: Database.Database,
  threadId: string,
  least: number,
): string {
  const neighbours = [before(connection), after(connection)].map((find) => find.get({ thread_id: threadId }));
  const shared = neighbours.map((row) => (row ? commonLength(row.thread_id, threadId) : 0));
  const length = Math.max(least, ...shared.map((common) => common + 1));
  // An id that ends in a dash looks cut off.
  return threadId.slice(0, threadId[length - 1] === '-' ? length + 1 : length);
}

function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

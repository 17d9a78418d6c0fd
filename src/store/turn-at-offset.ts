/** Which turn a place in a log lies in. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';

const newestBefore = defineStatement<{ thread_id: string; offset: number }, { turn_id: string }>((db, arg) =>
  db
    .selectFrom('thread_turns')
    .select('turn_id')
    .where('thread_id', '=', arg('thread_id'))
    .where('rollout_byte_offset', '<=', arg('offset'))
    .orderBy('rollout_ordinal', 'desc')
    .limit(sql.lit(1)),
);

/** Id of the newest turn of a rollout that had begun at an offset of its plain text; null before the first. */
export function findTurnAtOffset(
  connection: Database.Database,
  rolloutId: string,
  offset: number,
): string | null {
  return newestBefore(connection).get({ thread_id: rolloutId, offset })?.turn_id ?? null;
}

/** How much of a rollout's text came to no row because it could not be read. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';

const count = defineStatement<{ thread_id: string; to: number }, { skipped: number }>((db, arg) =>
  db
    .selectFrom('diagnostics')
    .select((eb) => eb.fn.countAll<number>().as('skipped'))
    .where('thread_id', '=', arg('thread_id'))
    .where('start_byte', '<', arg('to'))
    .where((eb) =>
      eb.or([
        eb('action', 'in', ['line_skipped', 'rest_skipped']),
        // What such a line holds is kept in a place that a later record can take.
        eb('kind', '=', sql.lit('missing_ordinal')),
      ]),
    ),
);

/** Lines that were skipped, or have no lasting place, before an offset of the plain text; the unread rest of a damaged file counts as one. */
export function countSkipped(
  connection: Database.Database,
  rolloutId: string,
  to: number = Number.MAX_SAFE_INTEGER,
): number {
  return count(connection).get({ thread_id: rolloutId, to })?.skipped ?? 0;
}

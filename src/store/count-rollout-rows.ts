/** How much the rows of one rollout are. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';

export interface RolloutRowCounts {
  turns: number;
  items: number;
  diagnostics: number;
  /** Bytes of the items' JSON: most of what the rows take. */
  textBytes: number;
}

const count = defineStatement<{ id: string }, RolloutRowCounts>(
  (_, arg) => sql`
    select
      (select count(*) from thread_turns where thread_id = ${arg('id')}) as turns,
      (select count(*) from diagnostics where thread_id = ${arg('id')}) as diagnostics,
      count(*) as items,
      coalesce(sum(octet_length(item_json)), 0) as textBytes
    from thread_items where thread_id = ${arg('id')}`,
);

/** Counts the rows of a rollout, or of a set that was set aside. */
export function countRowsOf(connection: Database.Database, rolloutId: string): RolloutRowCounts {
  return count(connection).get({ id: rolloutId }) ?? { turns: 0, items: 0, diagnostics: 0, textBytes: 0 };
}

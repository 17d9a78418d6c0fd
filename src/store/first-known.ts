/** What an item keeps when another snapshot of it is written. */
import { type RawBuilder, sql } from 'kysely';

/** For an upsert of items: the first known value of a column, of items that were not recovered. */
export function first<Value>(
  column: 'rollout_ordinal' | 'created_at_ms' | 'started_at_ms' | 'completed_at_ms',
): RawBuilder<Value> {
  return sql<Value>`iif(thread_items.origin = 'recovered', ${sql.ref(`excluded.${column}`)},
    coalesce(${sql.ref(`thread_items.${column}`)}, ${sql.ref(`excluded.${column}`)}))`;
}

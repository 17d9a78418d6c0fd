/** Realtime rows within one rollout, newest first, and the session boundary that comes before a place. */
import type Database from 'better-sqlite3';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { OrdinalSpan } from './page-turns.js';
import type { ThreadRealtimeItemsTable } from './tables.js';

export type StoredRealtimeItem = Selectable<ThreadRealtimeItemsTable>;

const page = defineStatement<
  { thread_id: string; low: number; high: number; limit: number },
  StoredRealtimeItem
>((db, arg) =>
  db
    .selectFrom('thread_realtime_items')
    .selectAll()
    .where('thread_id', '=', arg('thread_id'))
    .where('rollout_ordinal', '>=', arg('low'))
    .where('rollout_ordinal', '<=', arg('high'))
    .orderBy('rollout_ordinal', 'desc')
    .limit(arg('limit')),
);

const boundary = defineStatement<{ thread_id: string; low: number; high: number }, StoredRealtimeItem>(
  (db, arg) =>
    db
      .selectFrom('thread_realtime_items')
      .selectAll()
      .where('thread_id', '=', arg('thread_id'))
      .where('rollout_ordinal', '>=', arg('low'))
      .where('rollout_ordinal', '<=', arg('high'))
      .where('item_type', 'in', [sql.lit('realtime_session_started'), sql.lit('realtime_session_closed')])
      .orderBy('rollout_ordinal', 'desc')
      .limit(sql.lit(1)),
);

/** Realtime items in the span, newest first. */
export function pageRealtimeItems(
  connection: Database.Database,
  rolloutId: string,
  { low, high }: OrdinalSpan,
  limit: number,
): StoredRealtimeItem[] {
  return page(connection).all({ thread_id: rolloutId, low, high, limit });
}

/** The newest start or close of a realtime session in the span. */
export function findNewestRealtimeBoundary(
  connection: Database.Database,
  rolloutId: string,
  { low, high }: OrdinalSpan,
): StoredRealtimeItem | null {
  return boundary(connection).get({ thread_id: rolloutId, low, high }) ?? null;
}

/**
 * Rows of one rollout in the order in which they last changed, after a place in that order. What a row tells its reader,
 * and how rollouts follow each other, is for the caller.
 */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { StoredItem } from './page-items.js';
import type { StoredRealtimeItem } from './page-realtime-items.js';
import type { StoredTurn } from './page-turns.js';

/** Where a page starts: after `place`, the creating ordinal of a row, among those of one changing ordinal. */
export interface AfterChange {
  ordinal: number;
  place: number;
}

/** What a page is taken from. */
export interface ChangeSpan {
  rolloutId: string;
  /** 'updated_at_ordinal': by latest change; 'rollout_ordinal': by creation, for history that has ended. */
  by: 'updated_at_ordinal' | 'rollout_ordinal';
  /** Exclusive, of that order. */
  end: number;
}

interface ItemPageArgs extends PageArgs {
  recovered: number;
}

interface PageArgs extends AfterChange {
  thread_id: string;
  end: number;
  limit: number;
}

const items = (by: ChangeSpan['by']) =>
  defineStatement<ItemPageArgs, StoredItem>(
    (_, arg) => sql<StoredItem>`
      select * from thread_items
      where thread_id = ${arg('thread_id')} and (${sql.ref(by)}, rollout_ordinal) > (${arg('ordinal')}, ${arg('place')})
        and ${sql.ref(by)} < ${arg('end')}
        and (origin = 'canonical' or (${arg('recovered')} and origin = 'recovered'))
      order by ${sql.ref(by)}, rollout_ordinal limit ${arg('limit')}`,
  );

const turns = (by: ChangeSpan['by']) =>
  defineStatement<PageArgs, StoredTurn>(
    (_, arg) => sql<StoredTurn>`
      select * from thread_turns
      where thread_id = ${arg('thread_id')} and (${sql.ref(by)}, rollout_ordinal) > (${arg('ordinal')}, ${arg('place')})
        and ${sql.ref(by)} < ${arg('end')}
      order by ${sql.ref(by)}, rollout_ordinal limit ${arg('limit')}`,
  );

const realtime = defineStatement<PageArgs, StoredRealtimeItem>(
  (_, arg) => sql<StoredRealtimeItem>`
    select * from thread_realtime_items
    where thread_id = ${arg('thread_id')} and (rollout_ordinal, rollout_ordinal) > (${arg('ordinal')}, ${arg('place')})
      and rollout_ordinal < ${arg('end')}
    order by rollout_ordinal limit ${arg('limit')}`,
);

/** Turns that one record took away. */
export interface StoredRemoval {
  removed_at_ordinal: number;
  /** A JSON array of `{ turnId, occurrence }`. */
  turns_json: string;
}

const removals = defineStatement<PageArgs, StoredRemoval>(
  (_, arg) => sql<StoredRemoval>`
    select removed_at_ordinal, json_group_array(json_object('turnId', turn_id, 'occurrence', occurrence)) as turns_json
    from thread_removed_turns
    where thread_id = ${arg('thread_id')} and (removed_at_ordinal, 0) > (${arg('ordinal')}, ${arg('place')})
      and removed_at_ordinal < ${arg('end')}
    group by removed_at_ordinal order by removed_at_ordinal limit ${arg('limit')}`,
);

const itemPages = {
  updated_at_ordinal: items('updated_at_ordinal'),
  rollout_ordinal: items('rollout_ordinal'),
};
const turnPages = {
  updated_at_ordinal: turns('updated_at_ordinal'),
  rollout_ordinal: turns('rollout_ordinal'),
};

/** Items after a change, at most `limit`; recovered ones if asked. */
export function pageItemChanges(
  connection: Database.Database,
  span: ChangeSpan,
  after: AfterChange,
  { limit, recovered }: { limit: number; recovered: boolean },
): StoredItem[] {
  return itemPages[span.by](connection).all({
    ...argsOf(span, after, limit),
    recovered: recovered ? 1 : 0,
  });
}

/** Turns after a change, at most `limit`. */
export function pageTurnChanges(
  connection: Database.Database,
  span: ChangeSpan,
  after: AfterChange,
  limit: number,
): StoredTurn[] {
  return turnPages[span.by](connection).all(argsOf(span, after, limit));
}

/** Realtime items after a change, at most `limit`; they never change once they are there. */
export function pageRealtimeChanges(
  connection: Database.Database,
  span: ChangeSpan,
  after: AfterChange,
  limit: number,
): StoredRealtimeItem[] {
  return realtime(connection).all(argsOf(span, after, limit));
}

/** Removals of turns after a change, at most `limit`. */
export function pageTurnRemovals(
  connection: Database.Database,
  span: ChangeSpan,
  after: AfterChange,
  limit: number,
): StoredRemoval[] {
  return removals(connection).all(argsOf(span, after, limit));
}

function argsOf({ rolloutId, end }: ChangeSpan, after: AfterChange, limit: number): PageArgs {
  return { thread_id: rolloutId, ordinal: after.ordinal, place: after.place, end, limit };
}

const setAside = defineStatement<{ low: string; high: string }, { count: number }>((db, arg) =>
  db
    .selectFrom('thread_history_projection_state')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('thread_id', '>', arg('low'))
    .where('thread_id', '<', arg('high')),
);

/** How often rows of a rollout were set aside because its file held other text (`rollout-rows.ts` names them). */
export function countSetAside(connection: Database.Database, rolloutId: string): number {
  // The digits that follow the tilde sort before a colon.
  return setAside(connection).get({ low: `${rolloutId}~`, high: `${rolloutId}~:` })?.count ?? 0;
}

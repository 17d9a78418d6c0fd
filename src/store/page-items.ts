/** Pages of item rows within one rollout: by place in the log, by latest change, of one turn, by ids. */
import type Database from 'better-sqlite3';
import type { Selectable } from 'kysely';
import { type RawBuilder, sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { Direction, OrdinalSpan } from './page-turns.js';
import type { ThreadItemsTable } from './tables.js';

export type StoredItem = Selectable<ThreadItemsTable>;

/** Which items a page is made of. */
export interface ItemSelection {
  rolloutId: string;
  /** Only items of this turn. */
  turnId?: string;
  /** Only of this one of several turns with that id. */
  turnOccurrence?: number;
  /** Also items of kinds that were not recognised. */
  unrecognised?: boolean;
  /** Also items that were recovered from what a legacy log tells only in the words of the model. */
  recovered?: boolean;
}

interface SelectionArgs {
  thread_id: string;
  turn_id: string | null;
  turn_occurrence: number | null;
  unrecognised: number;
  recovered: number;
  low: number;
  high: number;
  limit: number;
}

/** Rows of the origins that are asked for. */
function isAskedFor(unrecognised: number, recovered: number): RawBuilder<boolean> {
  return sql<boolean>`(origin = 'canonical' or (${unrecognised} and origin = 'unrecognised')
    or (${recovered} and origin = 'recovered'))`;
}

const ofThread = (direction: Direction) =>
  defineStatement<SelectionArgs, StoredItem>((db, arg) =>
    db
      .selectFrom('thread_items')
      .selectAll()
      .where('thread_id', '=', arg('thread_id'))
      .where('rollout_ordinal', '>=', arg('low'))
      .where('rollout_ordinal', '<=', arg('high'))
      .where(isAskedFor(arg('unrecognised'), arg('recovered')))
      .orderBy('rollout_ordinal', direction)
      .limit(arg('limit')),
  );

const ofTurn = (direction: Direction) =>
  defineStatement<SelectionArgs, StoredItem>((db, arg) =>
    db
      .selectFrom('thread_items')
      .selectAll()
      .where('thread_id', '=', arg('thread_id'))
      .where('turn_id', '=', arg('turn_id'))
      .where('rollout_ordinal', '>=', arg('low'))
      .where('rollout_ordinal', '<=', arg('high'))
      .where(isAskedFor(arg('unrecognised'), arg('recovered')))
      .where(sql<boolean>`(${arg('turn_occurrence')} is null or turn_occurrence = ${arg('turn_occurrence')})`)
      .orderBy('rollout_ordinal', direction)
      .limit(arg('limit')),
  );

const byPlace = {
  thread: { asc: ofThread('asc'), desc: ofThread('desc') },
  turn: { asc: ofTurn('asc'), desc: ofTurn('desc') },
};

/** Items whose first record lies in the span, at most `limit`, in log order or against it. */
export function pageItems(
  connection: Database.Database,
  selection: ItemSelection,
  span: OrdinalSpan,
  direction: Direction,
  limit: number,
): StoredItem[] {
  const statement = byPlace[selection.turnId === undefined ? 'thread' : 'turn'][direction];
  return statement(connection).all({ ...selectionArgs(selection), ...span, limit });
}

function selectionArgs(selection: ItemSelection): Omit<SelectionArgs, 'low' | 'high' | 'limit'> {
  return {
    thread_id: selection.rolloutId,
    turn_id: selection.turnId ?? null,
    turn_occurrence: selection.turnOccurrence ?? null,
    unrecognised: selection.unrecognised ? 1 : 0,
    recovered: selection.recovered ? 1 : 0,
  };
}

interface UpdatedArgs {
  thread_id: string;
  turn_id: string | null;
  recovered: number;
  after: number;
  low: number;
  high: number;
  limit: number;
}

const changed = (order: 'rollout_ordinal' | 'updated_at_ordinal', direction: Direction) =>
  defineStatement<UpdatedArgs, StoredItem>((db, arg) =>
    db
      .selectFrom('thread_items')
      .selectAll()
      .where('thread_id', '=', arg('thread_id'))
      .where('updated_at_ordinal', '>', arg('after'))
      .where(order, '>=', arg('low'))
      .where(order, '<=', arg('high'))
      .where(sql<boolean>`(${arg('turn_id')} is null or turn_id = ${arg('turn_id')})`)
      .where(isAskedFor(0, arg('recovered')))
      .orderBy(order, direction)
      .limit(arg('limit')),
  );

const byChange = {
  rollout_ordinal: { asc: changed('rollout_ordinal', 'asc'), desc: changed('rollout_ordinal', 'desc') },
  updated_at_ordinal: {
    asc: changed('updated_at_ordinal', 'asc'),
    desc: changed('updated_at_ordinal', 'desc'),
  },
};

/** Items whose latest record comes after the watermark `after`, by place or by latest change; the span is of that order. */
export function pageChangedItems(
  connection: Database.Database,
  selection: { rolloutId: string; turnId?: string; recovered: boolean; after: number },
  order: 'rollout_ordinal' | 'updated_at_ordinal',
  span: OrdinalSpan,
  direction: Direction,
  limit: number,
): StoredItem[] {
  return byChange[order][direction](connection).all({
    thread_id: selection.rolloutId,
    turn_id: selection.turnId ?? null,
    recovered: selection.recovered ? 1 : 0,
    after: selection.after,
    ...span,
    limit,
  });
}

const byId = defineStatement<
  { thread_id: string; turn_id: string; item_id: string; low: number; high: number },
  StoredItem
>((db, arg) =>
  db
    .selectFrom('thread_items')
    .selectAll()
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('item_id', '=', arg('item_id'))
    .where('rollout_ordinal', '>=', arg('low'))
    .where('rollout_ordinal', '<=', arg('high'))
    // The order of the primary key; by ordinal, SQLite would walk the turn.
    .orderBy('turn_occurrence')
    .orderBy('occurrence')
    .limit(sql.lit(1)),
);

/** The oldest item of a turn with this id in the span. */
export function findItemInSpan(
  connection: Database.Database,
  rolloutId: string,
  turnId: string,
  itemId: string,
  { low, high }: OrdinalSpan,
): StoredItem | null {
  return byId(connection).get({ thread_id: rolloutId, turn_id: turnId, item_id: itemId, low, high }) ?? null;
}

/**
 * Rows of items that were recovered from what a legacy or migrated log tells only in the words of the model. They have places of
 * their own among the items of their turn, and are part of no count and no summary.
 */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import { type LegacyItemRow, legacyItemValues } from './legacy-item-rows.js';

export interface RecoveredItemRow extends LegacyItemRow {
  updated_at_ordinal: number;
}

/** Names the rows of one id in one turn. */
export interface RecoveredIdArgs {
  thread_id: string;
  turn_id: string;
  turn_occurrence: number;
  item_id: string;
}

const insert = defineStatement<RecoveredItemRow>((db, arg) =>
  db.insertInto('thread_items').values({
    ...legacyItemValues(arg),
    updated_at_ordinal: arg('updated_at_ordinal'),
    origin: sql.lit('recovered'),
  }),
);

interface SnapshotArgs extends RecoveredIdArgs {
  occurrence: number;
  item_json: string;
  item_type: string;
  updated_at_ordinal: number;
  completed_at_ms: number | null;
}

const update = defineStatement<SnapshotArgs>((db, arg) =>
  db
    .updateTable('thread_items')
    .set({
      item_json: arg('item_json'),
      item_type: arg('item_type'),
      updated_at_ordinal: arg('updated_at_ordinal'),
      completed_at_ms: arg('completed_at_ms'),
    })
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('item_id', '=', arg('item_id'))
    .where('turn_occurrence', '=', arg('turn_occurrence'))
    .where('occurrence', '=', arg('occurrence'))
    .where('origin', '=', sql.lit('recovered')),
);

const count = defineStatement<RecoveredIdArgs, { shown: number; recovered: number }>(
  (_, arg) => sql`
    select count(*) filter (where origin <> 'recovered') as shown,
      count(*) filter (where origin = 'recovered') as recovered
    from thread_items
    where thread_id = ${arg('thread_id')} and turn_id = ${arg('turn_id')} and item_id = ${arg('item_id')}
      and turn_occurrence = ${arg('turn_occurrence')}`,
);

export interface StoredRecovered {
  occurrence: number;
  item_json: string;
}

const newest = defineStatement<RecoveredIdArgs, StoredRecovered>((db, arg) =>
  db
    .selectFrom('thread_items')
    .select(['occurrence', 'item_json'])
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('item_id', '=', arg('item_id'))
    .where('turn_occurrence', '=', arg('turn_occurrence'))
    .where('origin', '=', sql.lit('recovered'))
    .orderBy('occurrence', 'desc')
    .limit(sql.lit(1)),
);

const one = defineStatement<RecoveredIdArgs & { occurrence: number }, StoredRecovered>((db, arg) =>
  db
    .selectFrom('thread_items')
    .select(['occurrence', 'item_json'])
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('item_id', '=', arg('item_id'))
    .where('turn_occurrence', '=', arg('turn_occurrence'))
    .where('occurrence', '=', arg('occurrence'))
    .where('origin', '=', sql.lit('recovered')),
);

const ofKind = defineStatement<
  { thread_id: string; turn_id: string; turn_occurrence: number; item_type: string },
  { found: number }
>((db, arg) =>
  db
    .selectFrom('thread_items')
    .select(sql.lit(1).as('found'))
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('turn_occurrence', '=', arg('turn_occurrence'))
    .where('item_type', '=', arg('item_type'))
    .where('origin', '=', sql.lit('canonical'))
    .limit(sql.lit(1)),
);

const userMessages = defineStatement<{ thread_id: string }, { item_json: string }>((db, arg) =>
  db
    .selectFrom('thread_items')
    .select('item_json')
    .where('thread_id', '=', arg('thread_id'))
    .where('item_type', '=', sql.lit('userMessage')),
);

const agentMessages = defineStatement<{ thread_id: string }, { item_json: string }>((db, arg) =>
  db
    .selectFrom('thread_items')
    .select('item_json')
    .where('thread_id', '=', arg('thread_id'))
    .where('item_type', '=', sql.lit('agentMessage')),
);

/** Writes an item that was not there. */
export function insertRecoveredItem(connection: Database.Database, row: RecoveredItemRow): void {
  insert(connection).run(row);
}

/** Writes the snapshot of an item that is there; its place stays. Does nothing when the key is taken by another origin. */
export function updateRecoveredItem(connection: Database.Database, snapshot: SnapshotArgs): void {
  update(connection).run(snapshot);
}

/** How many rows of an id a turn has, by where they come from. */
export function countByOrigin(
  connection: Database.Database,
  key: RecoveredIdArgs,
): { shown: number; recovered: number } {
  return count(connection).get(key) ?? { shown: 0, recovered: 0 };
}

/** The newest recovered item of an id in a turn. */
export function findNewestRecovered(
  connection: Database.Database,
  key: RecoveredIdArgs,
): StoredRecovered | null {
  return newest(connection).get(key) ?? null;
}

/** One recovered item. */
export function findRecovered(
  connection: Database.Database,
  key: RecoveredIdArgs & { occurrence: number },
): StoredRecovered | null {
  return one(connection).get(key) ?? null;
}

/** Whether a turn shows an item of a kind that was not recovered. */
export function showsKind(
  connection: Database.Database,
  turn: Omit<RecoveredIdArgs, 'item_id'>,
  itemType: string,
): boolean {
  return ofKind(connection).get({ ...turn, item_type: itemType }) !== undefined;
}

/** The JSON of every message of a rollout, of the user and of the agent if asked; reads through the rows of the thread for these. */
export function* iterateMessages(
  connection: Database.Database,
  rolloutId: string,
  { agent }: { agent: boolean },
): Generator<string, void, undefined> {
  const args = { thread_id: rolloutId };
  for (const { item_json } of userMessages(connection).iterate(args)) yield item_json;
  if (agent) for (const { item_json } of agentMessages(connection).iterate(args)) yield item_json;
}

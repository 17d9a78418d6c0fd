/**
 * Item rows of legacy rollouts. An id can stand in several turns, in several turns of one id and several times in one
 * turn; the place of its first record is kept (spec legacy-history §1). Recovered items are no part of that: they are not
 * counted, and give way to an item of their key.
 */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import { first } from './first-known.js';

export interface LegacyItemRow {
  thread_id: string;
  turn_id: string;
  turn_occurrence: number;
  item_id: string;
  occurrence: number;
  rollout_ordinal: number;
  created_at_ms: number;
  item_json: string;
  item_type: string;
  started_at_ms: number | null;
  completed_at_ms: number | null;
}

/** Columns that every such row names, as arguments of a statement. */
export function legacyItemValues(
  arg: <Name extends keyof LegacyItemRow>(name: Name) => LegacyItemRow[Name],
): LegacyItemRow {
  return {
    thread_id: arg('thread_id'),
    turn_id: arg('turn_id'),
    turn_occurrence: arg('turn_occurrence'),
    item_id: arg('item_id'),
    occurrence: arg('occurrence'),
    rollout_ordinal: arg('rollout_ordinal'),
    created_at_ms: arg('created_at_ms'),
    item_json: arg('item_json'),
    item_type: arg('item_type'),
    started_at_ms: arg('started_at_ms'),
    completed_at_ms: arg('completed_at_ms'),
  };
}

const write = defineStatement<LegacyItemRow>((db, arg) =>
  db
    .insertInto('thread_items')
    .values({ ...legacyItemValues(arg), updated_at_ordinal: arg('rollout_ordinal') })
    .onConflict((conflict) =>
      conflict
        .columns(['thread_id', 'turn_id', 'item_id', 'turn_occurrence', 'occurrence'])
        .doUpdateSet((eb) => ({
          rollout_ordinal: first<number>('rollout_ordinal'),
          created_at_ms: first<number>('created_at_ms'),
          item_json: eb.ref('excluded.item_json'),
          item_type: eb.ref('excluded.item_type'),
          updated_at_ordinal: eb.ref('excluded.updated_at_ordinal'),
          started_at_ms: first<number | null>('started_at_ms'),
          completed_at_ms: first<number | null>('completed_at_ms'),
          origin: sql.lit('canonical'),
        })),
    ),
);

interface TurnArgs {
  thread_id: string;
  turn_id: string;
  turn_occurrence: number;
}

const countAll = defineStatement<TurnArgs, { count: number }>((db, arg) =>
  db
    .selectFrom('thread_items')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('turn_occurrence', '=', arg('turn_occurrence'))
    .where('origin', '=', sql.lit('canonical')),
);

const countId = defineStatement<TurnArgs & { item_id: string }, { count: number }>((db, arg) =>
  db
    .selectFrom('thread_items')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('item_id', '=', arg('item_id'))
    .where('turn_occurrence', '=', arg('turn_occurrence'))
    .where('origin', '=', sql.lit('canonical')),
);

const summariseUser = defineStatement<TurnArgs & { item_id: string }>((db, arg) =>
  db
    .updateTable('thread_turns')
    .set({ first_user_item_id: arg('item_id') })
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('occurrence', '=', arg('turn_occurrence'))
    .where('first_user_item_id', 'is', null),
);

const summariseAgent = defineStatement<TurnArgs & { item_id: string }>((db, arg) =>
  db
    .updateTable('thread_turns')
    .set({ final_agent_item_id: arg('item_id') })
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('occurrence', '=', arg('turn_occurrence')),
);

/**
 * Writes the snapshot of an item. The turn's summary is its first user message and its last agent message, of whatever
 * phase and even while it runs (spec turn-items §3).
 */
export function writeLegacyItem(connection: Database.Database, row: LegacyItemRow): void {
  write(connection).run(row);
  if (row.item_type === 'userMessage') summariseUser(connection).run(row);
  else if (row.item_type === 'agentMessage') summariseAgent(connection).run(row);
}

/** Number of items of a turn, recovered ones left out. */
export function countTurnItems(connection: Database.Database, turn: TurnArgs): number {
  return countAll(connection).get(turn)?.count ?? 0;
}

/** Number of items of a turn with this id, recovered ones left out. */
export function countTurnItemsWithId(connection: Database.Database, turn: TurnArgs, itemId: string): number {
  return countId(connection).get({ ...turn, item_id: itemId })?.count ?? 0;
}

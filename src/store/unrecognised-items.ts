/**
 * Items of kinds that were not recognised, or whose line has no ordinal of its own. Such a line takes no ordinal, so its row gives
 * way to any record that uses its ordinal or its key, and never replaces one (spec projection §6). A recovered item gives
 * way to it.
 */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { ItemRow } from './upsert-item.js';

const insert = defineStatement<ItemRow>((db, arg) =>
  db
    .insertInto('thread_items')
    .values({
      thread_id: arg('thread_id'),
      turn_id: arg('turn_id'),
      item_id: arg('item_id'),
      rollout_ordinal: arg('rollout_ordinal'),
      created_at_ms: arg('created_at_ms'),
      item_json: arg('item_json'),
      item_type: arg('item_type'),
      updated_at_ordinal: arg('rollout_ordinal'),
      started_at_ms: arg('started_at_ms'),
      completed_at_ms: arg('completed_at_ms'),
      origin: sql.lit('unrecognised'),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const remove = defineStatement<{
  thread_id: string;
  rollout_ordinal: number;
  turn_id: string | null;
  item_id: string | null;
}>((db, arg) =>
  db
    .deleteFrom('thread_items')
    .where('thread_id', '=', arg('thread_id'))
    .where('origin', '=', sql.lit('unrecognised'))
    .where((eb) =>
      eb.or([
        eb('rollout_ordinal', '=', arg('rollout_ordinal')),
        eb.and([eb('turn_id', '=', arg('turn_id')), eb('item_id', '=', arg('item_id'))]),
      ]),
    ),
);

const removeRecovered = defineStatement<
  Pick<ItemRow, 'thread_id' | 'turn_id' | 'item_id' | 'rollout_ordinal'>
>((db, arg) =>
  db
    .deleteFrom('thread_items')
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('item_id', '=', arg('item_id'))
    .where('turn_occurrence', '=', sql.lit(0))
    .where('occurrence', '=', sql.lit(0))
    .where('origin', '=', sql.lit('recovered'))
    .where(({ not, exists, selectFrom }) =>
      // Nothing gives way to what has no place itself.
      not(
        exists(
          selectFrom('thread_items as taken')
            .select('taken.item_id')
            .where('taken.thread_id', '=', arg('thread_id'))
            .where('taken.rollout_ordinal', '=', arg('rollout_ordinal')),
        ),
      ),
    ),
);

/** Keeps an item verbatim, unless its place or its key is taken; returns whether it did. */
export function insertUnrecognisedItem(connection: Database.Database, row: ItemRow): boolean {
  removeRecovered(connection).run(row);
  return insert(connection).run(row).changes > 0;
}

/** Makes room for a record: at its ordinal, and under the key of its item if it has one. */
export function removeUnrecognisedItem(
  connection: Database.Database,
  record: { rolloutId: string; ordinal: number; item: Pick<ItemRow, 'turn_id' | 'item_id'> | null },
): void {
  remove(connection).run({
    thread_id: record.rolloutId,
    rollout_ordinal: record.ordinal,
    turn_id: record.item?.turn_id ?? null,
    item_id: record.item?.item_id ?? null,
  });
}

/**
 * Writes one item of a paginated rollout: its place and birth are kept from the first record, its snapshot is the latest,
 * a time once known stays (spec projection §4.3). A recovered item gives way to it.
 */
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import { first } from './first-known.js';

export interface ItemRow {
  thread_id: string;
  turn_id: string;
  item_id: string;
  rollout_ordinal: number;
  created_at_ms: number;
  item_json: string;
  item_type: string;
  started_at_ms: number | null;
  completed_at_ms: number | null;
}

/** A row whose JSON may still be bytes: UTF-8 that was never made a string. */
export interface ItemRowBytes extends Omit<ItemRow, 'item_json'> {
  item_json: string | Uint8Array;
}

export const upsertItem = defineStatement<ItemRowBytes>((db, arg) =>
  db
    .insertInto('thread_items')
    .values({
      thread_id: arg('thread_id'),
      turn_id: arg('turn_id'),
      item_id: arg('item_id'),
      rollout_ordinal: arg('rollout_ordinal'),
      created_at_ms: arg('created_at_ms'),
      item_json: sql<string>`cast(${arg('item_json')} as text)`,
      item_type: arg('item_type'),
      updated_at_ordinal: arg('rollout_ordinal'),
      started_at_ms: arg('started_at_ms'),
      completed_at_ms: arg('completed_at_ms'),
    })
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

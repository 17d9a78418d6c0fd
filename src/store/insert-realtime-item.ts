/** Writes one realtime item; the first record of an id wins (spec projection §4.4). */
import { defineStatement } from './define-statement.js';

export interface RealtimeItemRow {
  thread_id: string;
  item_id: string;
  rollout_ordinal: number;
  created_at_ms: number;
  item_type: string;
  item_json: string;
}

export const insertRealtimeItem = defineStatement<RealtimeItemRow>((db, arg) =>
  db
    .insertInto('thread_realtime_items')
    .values({
      thread_id: arg('thread_id'),
      item_id: arg('item_id'),
      rollout_ordinal: arg('rollout_ordinal'),
      created_at_ms: arg('created_at_ms'),
      item_type: arg('item_type'),
      item_json: arg('item_json'),
    })
    .onConflict((conflict) => conflict.columns(['thread_id', 'item_id']).doNothing()),
);

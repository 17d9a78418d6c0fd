/**
 * Writes one turn of a paginated rollout. First writer of the start wins; a turn that has ended never changes again
 * (spec projection §4.1). Summary ids are refreshed apart, in `refresh-turn-summary.ts`.
 */
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';

export interface TurnRow {
  thread_id: string;
  turn_id: string;
  root_turn_id: string | null;
  rollout_ordinal: number;
  rollout_byte_offset: number;
  rollout_end_ordinal: number | null;
  rollout_end_byte_offset: number | null;
  status: string;
  error_json: string | null;
  started_at: number | null;
  completed_at: number | null;
  duration_ms: number | null;
}

export const upsertTurn = defineStatement<TurnRow>((db, arg) =>
  db
    .insertInto('thread_turns')
    .values({
      thread_id: arg('thread_id'),
      turn_id: arg('turn_id'),
      root_turn_id: arg('root_turn_id'),
      rollout_ordinal: arg('rollout_ordinal'),
      rollout_byte_offset: arg('rollout_byte_offset'),
      rollout_end_ordinal: arg('rollout_end_ordinal'),
      rollout_end_byte_offset: arg('rollout_end_byte_offset'),
      status: arg('status'),
      error_json: arg('error_json'),
      started_at: arg('started_at'),
      completed_at: arg('completed_at'),
      duration_ms: arg('duration_ms'),
      updated_at_ordinal: arg('rollout_ordinal'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['thread_id', 'turn_id', 'occurrence'])
        .doUpdateSet((eb) => ({
          root_turn_id: sql<string | null>`coalesce(thread_turns.root_turn_id, excluded.root_turn_id)`,
          rollout_end_ordinal: eb.ref('excluded.rollout_end_ordinal'),
          rollout_end_byte_offset: eb.ref('excluded.rollout_end_byte_offset'),
          status: eb.ref('excluded.status'),
          error_json: eb.ref('excluded.error_json'),
          started_at: eb.ref('excluded.started_at'),
          completed_at: eb.ref('excluded.completed_at'),
          duration_ms: eb.ref('excluded.duration_ms'),
          updated_at_ordinal: eb.ref('excluded.updated_at_ordinal'),
        }))
        .where('thread_turns.rollout_end_ordinal', 'is', null)
        .where('thread_turns.status', '=', 'inProgress'),
    ),
);

/**
 * Turn rows of legacy rollouts. Unlike paginated ones they are plain snapshots: the reducer has already decided what
 * they hold, and rollback removes them (spec legacy-history §6, §10).
 */
import type Database from 'better-sqlite3';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { ThreadTurnsTable } from './tables.js';

export type LegacyTurnRow = Omit<Selectable<ThreadTurnsTable>, 'first_user_item_id' | 'final_agent_item_id'>;

const NOT_SUMMARY = [
  'thread_id',
  'turn_id',
  'occurrence',
  'root_turn_id',
  'rollout_ordinal',
  'rollout_byte_offset',
  'rollout_end_ordinal',
  'rollout_end_byte_offset',
  'status',
  'error_json',
  'started_at',
  'completed_at',
  'duration_ms',
  'updated_at_ordinal',
] as const satisfies readonly (keyof LegacyTurnRow)[];

const write = defineStatement<LegacyTurnRow>((db, arg) =>
  db
    .insertInto('thread_turns')
    .values({
      thread_id: arg('thread_id'),
      turn_id: arg('turn_id'),
      occurrence: arg('occurrence'),
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
      updated_at_ordinal: arg('updated_at_ordinal'),
    })
    .onConflict((conflict) =>
      conflict.columns(['thread_id', 'turn_id', 'occurrence']).doUpdateSet((eb) => ({
        root_turn_id: eb.ref('excluded.root_turn_id'),
        rollout_end_ordinal: eb.ref('excluded.rollout_end_ordinal'),
        rollout_end_byte_offset: eb.ref('excluded.rollout_end_byte_offset'),
        status: eb.ref('excluded.status'),
        error_json: eb.ref('excluded.error_json'),
        started_at: eb.ref('excluded.started_at'),
        completed_at: eb.ref('excluded.completed_at'),
        duration_ms: eb.ref('excluded.duration_ms'),
        updated_at_ordinal: eb.ref('excluded.updated_at_ordinal'),
      })),
    ),
);

const count = defineStatement<{ thread_id: string; turn_id: string }, { count: number }>((db, arg) =>
  db
    .selectFrom('thread_turns')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id')),
);

const oldest = defineStatement<{ thread_id: string; turn_id: string }, LegacyTurnRow>((db, arg) =>
  db
    .selectFrom('thread_turns')
    .select(NOT_SUMMARY)
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .orderBy('occurrence')
    .limit(sql.lit(1)),
);

const newest = defineStatement<{ thread_id: string; limit: number }, LegacyTurnRow>((db, arg) =>
  db
    .selectFrom('thread_turns')
    .select(NOT_SUMMARY)
    .where('thread_id', '=', arg('thread_id'))
    .orderBy('rollout_ordinal', 'desc')
    .limit(arg('limit')),
);

interface TurnKeyArgs {
  thread_id: string;
  turn_id: string;
  occurrence: number;
}

const removeTurn = defineStatement<TurnKeyArgs>((db, arg) =>
  db
    .deleteFrom('thread_turns')
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('occurrence', '=', arg('occurrence')),
);

const removeItems = defineStatement<TurnKeyArgs>((db, arg) =>
  db
    .deleteFrom('thread_items')
    .where('thread_id', '=', arg('thread_id'))
    .where('turn_id', '=', arg('turn_id'))
    .where('turn_occurrence', '=', arg('occurrence')),
);

const noteRemoval = defineStatement<TurnKeyArgs & { removed_at_ordinal: number }>((db, arg) =>
  db
    .insertInto('thread_removed_turns')
    .values({
      thread_id: arg('thread_id'),
      turn_id: arg('turn_id'),
      occurrence: arg('occurrence'),
      removed_at_ordinal: arg('removed_at_ordinal'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['thread_id', 'turn_id', 'occurrence'])
        .doUpdateSet((eb) => ({ removed_at_ordinal: eb.ref('excluded.removed_at_ordinal') })),
    ),
);

/** Writes the snapshot of a turn; its start position and summary ids are kept. */
export function writeLegacyTurn(connection: Database.Database, row: LegacyTurnRow): void {
  write(connection).run(row);
}

/** Number of turns of a rollout with this id. */
export function countTurnsWithId(connection: Database.Database, rolloutId: string, turnId: string): number {
  return count(connection).get({ thread_id: rolloutId, turn_id: turnId })?.count ?? 0;
}

/** The oldest turn of a rollout with this id. */
export function findOldestTurn(
  connection: Database.Database,
  rolloutId: string,
  turnId: string,
): LegacyTurnRow | null {
  return oldest(connection).get({ thread_id: rolloutId, turn_id: turnId }) ?? null;
}

/** The newest turns of a rollout, newest first. */
export function findNewestTurns(
  connection: Database.Database,
  rolloutId: string,
  limit: number,
): LegacyTurnRow[] {
  return newest(connection).all({ thread_id: rolloutId, limit });
}

/** Removes a turn and its items, and notes which record did so. */
export function removeLegacyTurn(
  connection: Database.Database,
  key: TurnKeyArgs,
  removedAtOrdinal: number,
): void {
  removeItems(connection).run(key);
  removeTurn(connection).run(key);
  noteRemoval(connection).run({ ...key, removed_at_ordinal: removedAtOrdinal });
}

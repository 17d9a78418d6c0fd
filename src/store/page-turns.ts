/** Pages of turn rows by ordinal within one rollout. Which rollouts make up a thread is the caller's business. */
import type Database from 'better-sqlite3';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { ThreadTurnsTable } from './tables.js';

export type StoredTurn = Selectable<ThreadTurnsTable>;
export type Direction = 'asc' | 'desc';

/** Ordinals from `low` to `high`, both included. */
export interface OrdinalSpan {
  low: number;
  high: number;
}

interface PageArgs {
  thread_id: string;
  low: number;
  high: number;
  limit: number;
}

const page = (direction: Direction) =>
  defineStatement<PageArgs, StoredTurn>((db, arg) =>
    db
      .selectFrom('thread_turns')
      .selectAll()
      .where('thread_id', '=', arg('thread_id'))
      .where('rollout_ordinal', '>=', arg('low'))
      .where('rollout_ordinal', '<=', arg('high'))
      .orderBy('rollout_ordinal', direction)
      .limit(arg('limit')),
  );
const pages = { asc: page('asc'), desc: page('desc') };

const byId = defineStatement<{ thread_id: string; turn_id: string; low: number; high: number }, StoredTurn>(
  (db, arg) =>
    db
      .selectFrom('thread_turns')
      .selectAll()
      .where('thread_id', '=', arg('thread_id'))
      .where('turn_id', '=', arg('turn_id'))
      .where('rollout_ordinal', '>=', arg('low'))
      .where('rollout_ordinal', '<=', arg('high'))
      .orderBy('occurrence')
      .limit(sql.lit(1)),
);

const byKey = defineStatement<{ thread_id: string; turn_id: string; occurrence: number }, StoredTurn>(
  (db, arg) =>
    db
      .selectFrom('thread_turns')
      .selectAll()
      .where('thread_id', '=', arg('thread_id'))
      .where('turn_id', '=', arg('turn_id'))
      .where('occurrence', '=', arg('occurrence')),
);

const ends = defineStatement<PageArgs, StoredTurn>((db, arg) =>
  db
    .selectFrom('thread_turns')
    .selectAll()
    .where('thread_id', '=', arg('thread_id'))
    .where('rollout_end_ordinal', 'is not', null)
    .where('rollout_end_ordinal', '>=', arg('low'))
    .where('rollout_end_ordinal', '<=', arg('high'))
    .orderBy('rollout_end_ordinal', 'desc')
    .orderBy('turn_id', 'desc')
    .limit(arg('limit')),
);

/** Turns whose first record lies in the span, at most `limit`. */
export function pageTurns(
  connection: Database.Database,
  rolloutId: string,
  { low, high }: OrdinalSpan,
  direction: Direction,
  limit: number,
): StoredTurn[] {
  return pages[direction](connection).all({ thread_id: rolloutId, low, high, limit });
}

/** The oldest turn with this id whose first record lies in the span. */
export function findTurnInSpan(
  connection: Database.Database,
  rolloutId: string,
  turnId: string,
  { low, high }: OrdinalSpan,
): StoredTurn | null {
  return byId(connection).get({ thread_id: rolloutId, turn_id: turnId, low, high }) ?? null;
}

/** The n-th turn of a rollout with this id, from 0. */
export function findTurn(
  connection: Database.Database,
  rolloutId: string,
  turnId: string,
  occurrence: number,
): StoredTurn | null {
  return byKey(connection).get({ thread_id: rolloutId, turn_id: turnId, occurrence }) ?? null;
}

/** Turns whose terminal record lies in the span, newest end first. */
export function pageTurnEnds(
  connection: Database.Database,
  rolloutId: string,
  { low, high }: OrdinalSpan,
  limit: number,
): StoredTurn[] {
  return ends(connection).all({ thread_id: rolloutId, low, high, limit });
}

/**
 * Rollouts that were read and of which nothing was understood: lines of unknown kinds, and no item that is known. Their writer
 * has other words for what it writes, and an empty history says nothing of that.
 */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';

/** A conversation is at least a question and an answer; a single line that is not known may be anything. */
export const LEAST_UNKNOWN_LINES = 2;

const countAll = defineStatement<Record<never, never>, { rollouts: number }>(
  () => sql`
    select count(*) as rollouts from rollouts
    where (select count(*) from diagnostics
        where thread_id = rollouts.rollout_id and kind = 'unknown_line') >= ${sql.lit(LEAST_UNKNOWN_LINES)}
      and not exists (
        select 1 from thread_items where thread_id = rollouts.rollout_id and origin <> 'unrecognised')`,
);

const findItem = defineStatement<{ rollout_id: string }, { item_id: string }>((db, arg) =>
  db
    .selectFrom('thread_items')
    .select('item_id')
    .where('thread_id', '=', arg('rollout_id'))
    .where('origin', '!=', 'unrecognised')
    .limit(1),
);

/** How many rollouts have lines of unknown kinds and no item that is known. */
export function countUnrecognisedFormats(connection: Database.Database): number {
  return countAll(connection).get({})?.rollouts ?? 0;
}

/** Whether a rollout has an item of a kind that is known. */
export function hasKnownItems(connection: Database.Database, rolloutId: string): boolean {
  return findItem(connection).get({ rollout_id: rolloutId }) !== undefined;
}

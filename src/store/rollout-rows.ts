/** All derived rows of one rollout at once: removed, or set aside under another id when their file was replaced. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import type { Tables } from './tables.js';

/** Every table with rows that are derived from a rollout, by its id. */
export const DERIVED = [
  'thread_items',
  'thread_turns',
  'thread_realtime_items',
  'thread_removed_turns',
  'diagnostics',
  'thread_history_projection_state',
  'projection_proofs',
] as const satisfies readonly (keyof Tables)[];

const removals = DERIVED.map((table) =>
  defineStatement<{ thread_id: string }>(
    (_, arg) => sql`delete from ${sql.table(table)} where thread_id = ${arg('thread_id')}`,
  ),
);

const renames = DERIVED.map((table) =>
  defineStatement<{ thread_id: string; new_id: string }>(
    (_, arg) =>
      sql`update ${sql.table(table)} set thread_id = ${arg('new_id')} where thread_id = ${arg('thread_id')}`,
  ),
);

/** Removes every derived row of a rollout, its checkpoint included: the next projection starts at byte 0. */
export function removeRolloutRows(connection: Database.Database, rolloutId: string): void {
  for (const remove of removals) remove(connection).run({ thread_id: rolloutId });
}

/**
 * Keeps the rows of a file that is no longer there as it was, under `<rollout id>~<n>` (design, law 8), so that the
 * rollout can be projected afresh.
 *
 * @returns the id the rows are kept under
 */
export function setRolloutRowsAside(connection: Database.Database, rolloutId: string): string {
  const taken = connection.prepare<[string], { thread_id: string }>(
    'select thread_id from thread_history_projection_state where thread_id = ?',
  );
  let generation = 1;
  while (taken.get(`${rolloutId}~${generation}`)) generation++;
  const keptAs = `${rolloutId}~${generation}`;
  for (const rename of renames) rename(connection).run({ thread_id: rolloutId, new_id: keptAs });
  return keptAs;
}

/** The ids under which there are derived rows: those of rollouts, of sets that were set aside, and of neither. */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { defineStatement } from './define-statement.js';
import { DERIVED_TABLES } from './derived-tables.js';

const all = defineStatement<Record<never, never>, { thread_id: string }>(() => {
  const tables = [...DERIVED_TABLES.map(({ name }) => name), 'thread_history_projection_state' as const];
  return sql`${sql.join(
    tables.map((table) => sql`select distinct thread_id from ${sql.table(table)}`),
    sql` union `,
  )} order by thread_id`;
});

/** Every such id. Costs a walk through the indexes. */
export function listDerivedIds(connection: Database.Database): string[] {
  return all(connection)
    .all({})
    .map((row) => row.thread_id);
}

const kept = defineStatement<{ from: string; to: string }, { thread_id: string }>((db, arg) =>
  db
    .selectFrom('thread_history_projection_state')
    .select('thread_id')
    .where('thread_id', '>=', arg('from'))
    .where('thread_id', '<', arg('to')),
);

/** The ids under which rows of earlier contents of a rollout's file are kept; `~` sorts after every character of an id. */
export function listSetAsideIds(connection: Database.Database, rolloutId: string): string[] {
  return kept(connection)
    .all({ from: `${rolloutId}~`, to: `${rolloutId}\u007f` })
    .map((row) => row.thread_id);
}

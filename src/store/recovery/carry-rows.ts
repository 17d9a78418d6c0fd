/** Carries everything that is derived from one rollout from one database into another, as it is. */
import type Database from 'better-sqlite3';
import type { Tables } from '../tables.js';
import { readDamagedRows } from './read-damaged-rows.js';

/** Tables that rows are carried of, and the column that names the rollout or thread. */
const OF_ROLLOUT = [
  ['thread_turns', 'thread_id'],
  ['thread_items', 'thread_id'],
  ['thread_realtime_items', 'thread_id'],
  ['thread_removed_turns', 'thread_id'],
  ['diagnostics', 'thread_id'],
  // Before the checkpoint, which would count from now on.
  ['gone_sources', 'rollout_id'],
  ['thread_history_projection_state', 'thread_id'],
  ['rollouts', 'rollout_id'],
] as const satisfies readonly (readonly [keyof Tables, string])[];

const OF_THREAD = [
  ['threads', 'thread_id'],
  ['thread_spawn_edges', 'child_thread_id'],
] as const satisfies readonly (readonly [keyof Tables, string])[];

export interface CarriedRows {
  rows: number;
  /** False where some could not be read. */
  complete: boolean;
}

/**
 * Carries the rows of a rollout (or of a set that was set aside) with its checkpoint and what the inventory knew of it. Rows
 * that are there already stay. The caller holds a transaction on `to`.
 */
export function carryRollout(from: Database.Database, to: Database.Database, rolloutId: string): CarriedRows {
  return carry(from, to, OF_ROLLOUT, rolloutId);
}

/** Carries what listings show of a thread, and whose sub-agent it is. */
export function carryThread(from: Database.Database, to: Database.Database, threadId: string): CarriedRows {
  return carry(from, to, OF_THREAD, threadId);
}

/** Carries all tombstones. */
export function carryTombstones(from: Database.Database, to: Database.Database): CarriedRows {
  return carry(from, to, [['pruned_rollouts', 'rollout_id']]);
}

function carry(
  from: Database.Database,
  to: Database.Database,
  tables: readonly (readonly [keyof Tables, string])[],
  value?: string,
): CarriedRows {
  const carried: CarriedRows = { rows: 0, complete: true };
  for (const [table, key] of tables) {
    const columns = sharedColumns(from, to, table);
    if (columns.length === 0) continue;
    const names = columns.map((column) => `"${column}"`).join(', ');
    const places = columns.map(() => '?').join(', ');
    const insert = to.prepare<unknown[]>(`insert or ignore into "${table}" (${names}) values (${places})`);
    const whole = readDamagedRows(
      from,
      { table, columns, key, ...(value !== undefined && { value }) },
      (row) => {
        carried.rows += insert.run(...row).changes;
      },
    );
    carried.complete &&= whole;
  }
  return carried;
}

/** The ids of diagnostics only tell the order of writing, which is the same again. */
function sharedColumns(from: Database.Database, to: Database.Database, table: string): string[] {
  const known = new Set(columnsOf(from, table));
  return columnsOf(to, table).filter((column) => known.has(column) && column !== 'diagnostic_id');
}

function columnsOf(connection: Database.Database, table: string): string[] {
  return connection
    .prepare<[string], string>('select name from pragma_table_info(?) order by name')
    .pluck()
    .all(table);
}

/**
 * The tables of Codex's own `thread_history_1.sqlite` as 0.169.0 has them, and whether a file has exactly these. Rows are
 * only written where it does: another version may count on columns that we know nothing of.
 */
import type Database from 'better-sqlite3';

export const PEER_HISTORY_FILE = 'thread_history_1.sqlite';

/** Migrations that 0.169.0 has run (spec projection §2; the eighth seen in a file of its own). */
export const PEER_HISTORY_VERSION = 8;

export type PeerHistoryTable = 'thread_turns' | 'thread_items' | 'thread_realtime_items';

/** Columns behind `thread_id`, in the order in which rows are read and written here. */
export const PEER_HISTORY_COLUMNS: Readonly<Record<PeerHistoryTable, readonly string[]>> = {
  thread_turns: [
    'turn_id',
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
    'first_user_item_id',
    'final_agent_item_id',
  ],
  thread_items: [
    'turn_id',
    'item_id',
    'rollout_ordinal',
    'created_at_ms',
    'item_json',
    'item_type',
    'updated_at_ordinal',
    'started_at_ms',
    'completed_at_ms',
  ],
  thread_realtime_items: ['item_id', 'rollout_ordinal', 'created_at_ms', 'item_type', 'item_json'],
};

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  ...PEER_HISTORY_COLUMNS,
  thread_history_projection_state: ['next_rollout_byte_offset', 'next_rollout_ordinal'],
};

/** `known`: exactly what 0.169.0 makes; otherwise what was found, as the rest of a sentence. */
export type PeerHistorySchema = { kind: 'known' } | { kind: 'older' | 'newer'; found: string };

/** Judges the schema of an open history database of Codex. */
export function judgePeerHistory(connection: Database.Database): PeerHistorySchema {
  const version = migrationsRun(connection);
  if (version > PEER_HISTORY_VERSION) return { kind: 'newer', found: `has run migration ${version}` };
  if (version < PEER_HISTORY_VERSION) return { kind: 'older', found: `has run migration ${version} only` };
  for (const [table, columns] of Object.entries(EXPECTED)) {
    const found = columnsOf(connection, table);
    const missing = ['thread_id', ...columns].filter((column) => !found.has(column));
    if (missing.length > 0) return { kind: 'older', found: `lacks ${table}.${missing[0]}` };
    const more = [...found].filter((column) => column !== 'thread_id' && !columns.includes(column));
    if (more.length > 0) return { kind: 'newer', found: `has ${table}.${more[0]}` };
  }
  return { kind: 'known' };
}

/** 0 where no record of migrations is kept; the failed one where one failed. */
function migrationsRun(connection: Database.Database): number {
  if (columnsOf(connection, '_sqlx_migrations').size === 0) return 0;
  const failed = connection
    .prepare<[], number | null>('select min(version) from _sqlx_migrations where not success')
    .pluck()
    .get();
  if (failed != null) return failed - 1;
  const last = connection
    .prepare<[], number | null>('select max(version) from _sqlx_migrations')
    .pluck()
    .get();
  return last ?? 0;
}

function columnsOf(connection: Database.Database, table: string): Set<string> {
  const names = connection.prepare<[string], string>('select name from pragma_table_info(?)').pluck();
  return new Set(names.all(table));
}

/**
 * The first schema: Codex's four history tables with its columns and indexes (spec projection §2), and our own
 * inventory of rollouts and threads.
 */
import { type Kysely, type Migration, sql } from 'kysely';

async function createHistoryTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('thread_turns')
    .addColumn('thread_id', 'text', (c) => c.notNull())
    .addColumn('turn_id', 'text', (c) => c.notNull())
    .addColumn('occurrence', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('root_turn_id', 'text')
    .addColumn('rollout_ordinal', 'integer', (c) => c.notNull())
    .addColumn('rollout_byte_offset', 'integer')
    .addColumn('rollout_end_ordinal', 'integer')
    .addColumn('rollout_end_byte_offset', 'integer')
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('error_json', 'text')
    .addColumn('started_at', 'integer')
    .addColumn('completed_at', 'integer')
    .addColumn('duration_ms', 'integer')
    .addColumn('first_user_item_id', 'text')
    .addColumn('final_agent_item_id', 'text')
    .addPrimaryKeyConstraint('thread_turns_pk', ['thread_id', 'turn_id', 'occurrence'])
    .execute();
  await db.schema
    .createIndex('idx_thread_turns_page')
    .on('thread_turns')
    .columns(['thread_id', 'rollout_ordinal'])
    .unique()
    .execute();
  await db.schema
    .createIndex('idx_thread_turns_end_page')
    .on('thread_turns')
    .columns(['thread_id', 'rollout_end_ordinal', 'turn_id'])
    .where(sql.ref('rollout_end_ordinal'), 'is not', null)
    .execute();

  await db.schema
    .createTable('thread_items')
    .addColumn('thread_id', 'text', (c) => c.notNull())
    .addColumn('turn_id', 'text', (c) => c.notNull())
    .addColumn('item_id', 'text', (c) => c.notNull())
    .addColumn('turn_occurrence', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('occurrence', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('rollout_ordinal', 'integer', (c) => c.notNull())
    .addColumn('created_at_ms', 'integer', (c) => c.notNull())
    .addColumn('item_type', 'text', (c) => c.notNull())
    .addColumn('updated_at_ordinal', 'integer', (c) => c.notNull())
    .addColumn('started_at_ms', 'integer')
    .addColumn('completed_at_ms', 'integer')
    .addColumn('origin', 'text', (c) => c.notNull().defaultTo('canonical'))
    .addColumn('item_json', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('thread_items_pk', [
      'thread_id',
      'turn_id',
      'item_id',
      'turn_occurrence',
      'occurrence',
    ])
    .execute();
  await db.schema
    .createIndex('idx_thread_items_page')
    .on('thread_items')
    .columns(['thread_id', 'rollout_ordinal'])
    .unique()
    .execute();
  await db.schema
    .createIndex('idx_thread_items_by_turn_page')
    .on('thread_items')
    .columns(['thread_id', 'turn_id', 'rollout_ordinal'])
    .execute();
  await db.schema
    .createIndex('idx_thread_items_user_messages')
    .on('thread_items')
    .columns(['thread_id', 'rollout_ordinal'])
    .where(sql.ref('item_type'), '=', sql.lit('userMessage'))
    .execute();
  await db.schema
    .createIndex('idx_thread_items_updated_page')
    .on('thread_items')
    .columns(['thread_id', 'updated_at_ordinal'])
    .execute();

  await db.schema
    .createTable('thread_realtime_items')
    .addColumn('thread_id', 'text', (c) => c.notNull())
    .addColumn('item_id', 'text', (c) => c.notNull())
    .addColumn('rollout_ordinal', 'integer', (c) => c.notNull())
    .addColumn('created_at_ms', 'integer', (c) => c.notNull())
    .addColumn('item_type', 'text', (c) => c.notNull())
    .addColumn('item_json', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('thread_realtime_items_pk', ['thread_id', 'item_id'])
    .execute();
  await db.schema
    .createIndex('idx_thread_realtime_items_page')
    .on('thread_realtime_items')
    .columns(['thread_id', 'rollout_ordinal'])
    .unique()
    .execute();
  await db.schema
    .createIndex('idx_thread_realtime_items_boundary')
    .on('thread_realtime_items')
    .columns(['thread_id', 'rollout_ordinal'])
    .where(sql.ref('item_type'), 'in', [
      sql.lit('realtime_session_started'),
      sql.lit('realtime_session_closed'),
    ])
    .execute();

  await db.schema
    .createTable('thread_history_projection_state')
    .addColumn('thread_id', 'text', (c) => c.primaryKey())
    .addColumn('next_rollout_byte_offset', 'integer', (c) => c.notNull())
    .addColumn('next_rollout_ordinal', 'integer', (c) => c.notNull())
    .addColumn('reducer', 'text', (c) => c.notNull())
    .addColumn('reducer_state', 'text')
    .addColumn('projector_version', 'integer', (c) => c.notNull())
    .addColumn('source_size', 'integer', (c) => c.notNull())
    .addColumn('source_mtime_ns', 'text', (c) => c.notNull())
    .addColumn('source_inode', 'text', (c) => c.notNull())
    .addColumn('head_bytes', 'integer', (c) => c.notNull())
    .addColumn('head_digest', 'text', (c) => c.notNull())
    .addColumn('tail_bytes', 'integer', (c) => c.notNull())
    .addColumn('tail_digest', 'text', (c) => c.notNull())
    .addColumn('source_gone', 'text')
    .addColumn('unrecognised_items', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}

async function createInventoryTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rollouts')
    .addColumn('rollout_id', 'text', (c) => c.primaryKey())
    .addColumn('thread_id', 'text', (c) => c.notNull())
    .addColumn('home', 'text', (c) => c.notNull())
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('compressed', 'integer', (c) => c.notNull())
    .addColumn('archived', 'integer', (c) => c.notNull())
    .addColumn('stamp', 'text', (c) => c.notNull())
    .addColumn('format', 'text', (c) => c.notNull())
    .addColumn('history_mode', 'text', (c) => c.notNull())
    .addColumn('base_rollout_id', 'text')
    .addColumn('base_end_ordinal', 'integer')
    .addColumn('base_end_byte_offset', 'integer')
    .addColumn('subagent_start_ordinal', 'integer')
    .addColumn('meta_json', 'text', (c) => c.notNull())
    .addColumn('preview', 'text')
    .addColumn('preview_searched_to', 'integer', (c) => c.notNull())
    .addColumn('size_bytes', 'integer', (c) => c.notNull())
    .addColumn('modified_at_ms', 'integer', (c) => c.notNull())
    .addColumn('problem', 'text')
    .execute();
  await db.schema.createIndex('idx_rollouts_thread').on('rollouts').columns(['thread_id', 'stamp']).execute();

  await db.schema
    .createTable('threads')
    .addColumn('thread_id', 'text', (c) => c.primaryKey())
    .addColumn('rollout_id', 'text', (c) => c.notNull())
    .addColumn('session_id', 'text', (c) => c.notNull())
    .addColumn('forked_from_id', 'text')
    .addColumn('parent_thread_id', 'text')
    .addColumn('history_mode', 'text', (c) => c.notNull())
    .addColumn('preview', 'text', (c) => c.notNull())
    .addColumn('name', 'text')
    .addColumn('model_provider', 'text', (c) => c.notNull())
    .addColumn('model', 'text')
    .addColumn('reasoning_effort', 'text')
    .addColumn('cwd', 'text', (c) => c.notNull())
    .addColumn('cli_version', 'text', (c) => c.notNull())
    .addColumn('originator', 'text')
    .addColumn('source_json', 'text', (c) => c.notNull())
    .addColumn('source_kind', 'text', (c) => c.notNull())
    .addColumn('thread_source', 'text')
    .addColumn('agent_nickname', 'text')
    .addColumn('agent_role', 'text')
    .addColumn('git_json', 'text')
    .addColumn('archived', 'integer', (c) => c.notNull())
    .addColumn('created_at_ms', 'integer', (c) => c.notNull())
    .addColumn('updated_at_ms', 'integer', (c) => c.notNull())
    .addColumn('recency_at_ms', 'integer', (c) => c.notNull())
    .addColumn('source_gone', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  for (const key of ['created_at_ms', 'updated_at_ms', 'recency_at_ms']) {
    await db.schema
      .createIndex(`idx_threads_${key.replace('_ms', '')}`)
      .on('threads')
      .columns(['archived', key, 'thread_id'])
      .execute();
  }

  await db.schema
    .createTable('thread_spawn_edges')
    .addColumn('parent_thread_id', 'text', (c) => c.notNull())
    .addColumn('child_thread_id', 'text', (c) => c.primaryKey())
    .addColumn('status', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex('idx_thread_spawn_edges_parent')
    .on('thread_spawn_edges')
    .columns(['parent_thread_id'])
    .execute();

  await db.schema
    .createTable('diagnostics')
    .addColumn('diagnostic_id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('thread_id', 'text', (c) => c.notNull())
    .addColumn('start_byte', 'integer', (c) => c.notNull())
    .addColumn('end_byte', 'integer', (c) => c.notNull())
    .addColumn('ordinal', 'integer')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .addUniqueConstraint('diagnostics_once', ['thread_id', 'start_byte', 'kind'])
    .execute();
}

/**
 * What the planner shall believe of the indexes: a thread has thousands of rows, a turn has few. Without it SQLite takes
 * all of them for equally good, and reads a whole thread to find one item. The numbers are rows in all, then rows for each
 * longer prefix of the index.
 */
const INDEX_STATISTICS: readonly (readonly [table: string, index: string, statistics: string])[] = [
  ['thread_turns', 'sqlite_autoindex_thread_turns_1', '100000 2000 1 1'],
  ['thread_turns', 'idx_thread_turns_page', '100000 2000 1'],
  ['thread_turns', 'idx_thread_turns_end_page', '100000 2000 1 1'],
  ['thread_items', 'sqlite_autoindex_thread_items_1', '1000000 20000 10 1 1 1'],
  ['thread_items', 'idx_thread_items_page', '1000000 20000 1'],
  ['thread_items', 'idx_thread_items_by_turn_page', '1000000 20000 10 1'],
  ['thread_items', 'idx_thread_items_user_messages', '100000 2000 1'],
  ['thread_items', 'idx_thread_items_updated_page', '1000000 20000 1'],
];

async function describeIndexes(db: Kysely<unknown>): Promise<void> {
  // Makes the table that the planner reads.
  await sql`analyze`.execute(db);
  for (const [table, index, statistics] of INDEX_STATISTICS) {
    await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${table}, ${index}, ${statistics})`.execute(
      db,
    );
  }
}

export const initial: Migration = {
  async up(db) {
    await createHistoryTables(db);
    await createInventoryTables(db);
    await describeIndexes(db);
  },
};

/** Codex's four history tables with its columns and indexes, and ours beside them (spec projection §2). */
import { type Kysely, sql } from 'kysely';

export async function createHistoryTables(db: Kysely<unknown>): Promise<void> {
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

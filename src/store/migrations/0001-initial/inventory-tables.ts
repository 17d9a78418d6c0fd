/** Our own inventory of rollouts and threads, and the diagnostics. */
import { type Kysely, sql } from 'kysely';

export async function createInventoryTables(db: Kysely<unknown>): Promise<void> {
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
    .createIndex('idx_rollouts_base')
    .on('rollouts')
    .columns(['base_rollout_id'])
    .where(sql.ref('base_rollout_id'), 'is not', null)
    .execute();

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

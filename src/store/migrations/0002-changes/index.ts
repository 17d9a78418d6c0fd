/** What a subscriber needs to find every change after a position: when a turn last changed, and which turns are gone. */
import { type Kysely, type Migration, sql } from 'kysely';

export const changes: Migration = {
  async up(db) {
    await stampTurns(db);
    await createRemovedTurns(db);
  },
};

async function stampTurns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('thread_turns')
    .addColumn('updated_at_ordinal', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
  await sql`
    update thread_turns set updated_at_ordinal = max(rollout_ordinal, coalesce(rollout_end_ordinal, 0))`.execute(
    db,
  );
  await db.schema
    .createIndex('idx_thread_turns_updated_page')
    .on('thread_turns')
    .columns(['thread_id', 'updated_at_ordinal'])
    .execute();
  // As in the first schema: the planner is told, so that it need not read a thread to find out.
  await sql`
    insert into sqlite_stat1 (tbl, idx, stat)
    values ('thread_turns', 'idx_thread_turns_updated_page', '100000 2000 1')`.execute(db);
}

async function createRemovedTurns(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('thread_removed_turns')
    .addColumn('thread_id', 'text', (c) => c.notNull())
    .addColumn('turn_id', 'text', (c) => c.notNull())
    .addColumn('occurrence', 'integer', (c) => c.notNull())
    .addColumn('removed_at_ordinal', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('thread_removed_turns_pk', ['thread_id', 'turn_id', 'occurrence'])
    .execute();
  await db.schema
    .createIndex('idx_thread_removed_turns_page')
    .on('thread_removed_turns')
    .columns(['thread_id', 'removed_at_ordinal', 'turn_id', 'occurrence'])
    .execute();
}

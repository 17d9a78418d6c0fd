/** Since when the text of a rollout is gone, and what was pruned. */
import { type Kysely, type Migration, sql } from 'kysely';

export const pruning: Migration = {
  async up(db) {
    await db.schema
      .createTable('gone_sources')
      .addColumn('rollout_id', 'text', (c) => c.primaryKey())
      .addColumn('since_ms', 'integer', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('pruned_rollouts')
      .addColumn('rollout_id', 'text', (c) => c.primaryKey())
      .addColumn('thread_id', 'text', (c) => c.notNull())
      .addColumn('pruned_at_ms', 'integer', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('turns', 'integer', (c) => c.notNull())
      .addColumn('items', 'integer', (c) => c.notNull())
      .addColumn('text_bytes', 'integer', (c) => c.notNull())
      .execute();
    await followCheckpoints(db);
  },
};

/** `now` in a statement of SQLite, unix milliseconds. */
const NOW_MS = sql`cast(unixepoch('subsec') * 1000 as integer)`;

/**
 * Triggers, because a checkpoint says in several places that its source is gone, and whether it is news only the row itself
 * knows. What is gone already counts from now on.
 */
async function followCheckpoints(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into gone_sources (rollout_id, since_ms)
    select thread_id, ${NOW_MS} from thread_history_projection_state where source_gone is not null`.execute(
    db,
  );
  await sql`
    create trigger gone_source_noted after update of source_gone on thread_history_projection_state
    when new.source_gone is not null and old.source_gone is null
    begin
      insert or ignore into gone_sources (rollout_id, since_ms) values (new.thread_id, ${NOW_MS});
    end`.execute(db);
  await sql`
    create trigger gone_source_carried after insert on thread_history_projection_state
    when new.source_gone is not null
    begin
      insert or ignore into gone_sources (rollout_id, since_ms) values (new.thread_id, ${NOW_MS});
    end`.execute(db);
  await sql`
    create trigger gone_source_back after update of source_gone on thread_history_projection_state
    when new.source_gone is null and old.source_gone is not null
    begin
      delete from gone_sources where rollout_id = new.thread_id;
    end`.execute(db);
  await sql`
    create trigger gone_source_set_aside after update of thread_id on thread_history_projection_state
    when new.thread_id <> old.thread_id
    begin
      update or replace gone_sources set rollout_id = new.thread_id where rollout_id = old.thread_id;
    end`.execute(db);
  await sql`
    create trigger gone_source_forgotten after delete on thread_history_projection_state
    begin
      delete from gone_sources where rollout_id = old.thread_id;
    end`.execute(db);
}

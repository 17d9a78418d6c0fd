/** What SQLite's planner is told of the indexes, so that it need not find out by reading a thread. */
import { type Kysely, sql } from 'kysely';

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

export async function describeIndexes(db: Kysely<unknown>): Promise<void> {
  // Makes the table that the planner reads.
  await sql`analyze`.execute(db);
  for (const [table, index, statistics] of INDEX_STATISTICS) {
    await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${table}, ${index}, ${statistics})`.execute(
      db,
    );
  }
}

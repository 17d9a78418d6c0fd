/**
 * Rows as they should be: a temporary database of the same schema, into which a rollout is projected once more. It lies in
 * memory as far as its page cache goes and in a nameless file beyond, so that its size does not follow the thread's.
 */
import Database from 'better-sqlite3';
import { DERIVED_TABLES, type DerivedRows } from '../../store/derived-tables.js';
import { migrate } from '../../store/migrate.js';
import { openDerivedRows } from './digest-rows.js';

const CACHE_KIB = 16_000;

/** Indexes that a projection needs no more than a turn's few items make worth their upkeep. */
const UNUSED_INDEXES = [
  'idx_thread_turns_end_page',
  'idx_thread_turns_updated_page',
  'idx_thread_items_by_turn_page',
  'idx_thread_items_user_messages',
  'idx_thread_items_updated_page',
];

export class Shadow {
  readonly connection: Database.Database;
  readonly rows: DerivedRows[];

  private constructor(connection: Database.Database) {
    this.connection = connection;
    this.rows = openDerivedRows(connection);
  }

  static async open(): Promise<Shadow> {
    const connection = new Database('');
    await migrate(connection);
    // Nothing in it has to outlive anything.
    connection.pragma('journal_mode = OFF');
    connection.pragma('synchronous = OFF');
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.pragma(`cache_size = -${CACHE_KIB}`);
    for (const index of UNUSED_INDEXES) connection.exec(`drop index if exists ${index}`);
    return new Shadow(connection);
  }

  /** Starts what `end` ends: between them nothing is written out for good. */
  begin(): void {
    this.connection.exec('begin');
  }

  /** Forgets every row. */
  end(): void {
    for (const { name } of DERIVED_TABLES) this.connection.exec(`delete from ${name}`);
    this.connection.exec('commit');
  }

  close(): void {
    this.connection.close();
  }
}

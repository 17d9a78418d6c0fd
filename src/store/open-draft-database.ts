/**
 * Opens a draft: a database file that this process alone uses and that need not outlive it, so that nothing is written twice and
 * no disk is waited for. What becomes of the file is for the caller.
 */
import Database from 'better-sqlite3';
import { migrate } from './migrate.js';
import { HistoryDatabase } from './open-history-database.js';
import { explainStoreFailure } from './recovery/explain-store-failure.js';

const CACHE_KIB = 8_000;

/**
 * Makes an empty history database at `path`, where no file may lie. Others may attach it while it is in no transaction.
 *
 * @throws StoreError
 */
export async function openDraftDatabase({ path }: { path: string }): Promise<HistoryDatabase> {
  let connection: Database.Database | null = null;
  try {
    connection = new Database(path);
    // As in the database that its pages will be copied into.
    connection.pragma('auto_vacuum = INCREMENTAL');
    connection.pragma('journal_mode = MEMORY');
    connection.pragma('synchronous = OFF');
    connection.pragma(`cache_size = -${CACHE_KIB}`);
    await migrate(connection);
    return new HistoryDatabase(path, connection, connection);
  } catch (error) {
    connection?.close();
    throw explainStoreFailure(path, error);
  }
}

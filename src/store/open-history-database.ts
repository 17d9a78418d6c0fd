/**
 * A history database: one connection that writes and one that only reads, so that pages never wait for a projection
 * (design, law 10). Knows pragmas and transactions, no tables.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { migrate } from './migrate.js';
import { StoreError } from './store-error.js';

const BUSY_TIMEOUT_MS = 5_000;
const WAL_SIZE_LIMIT_BYTES = 64 * 1024 * 1024;
const WRITER_CACHE_KIB = 8_000;
const READER_CACHE_KIB = 4_000;
/** 64 MiB, as much as the log keeps: each checkpoint waits for the disk, and a projection writes tens of megabytes. */
const CHECKPOINT_PAGES = 16_384;

export interface OpenHistoryDatabaseOptions {
  /** The database file; its folder is made when missing. */
  path: string;
}

/** An open history database. Close it to let the write-ahead log be folded in. */
export class HistoryDatabase {
  readonly path: string;
  readonly writer: Database.Database;
  readonly reader: Database.Database;

  constructor(path: string, writer: Database.Database, reader: Database.Database) {
    this.path = path;
    this.writer = writer;
    this.reader = reader;
  }

  /** Runs `work` in one `BEGIN IMMEDIATE` transaction: it commits as a whole, or not at all. */
  transaction<Result>(work: (connection: Database.Database) => Result): Result {
    return this.writer.transaction(() => work(this.writer)).immediate();
  }

  /** Runs `work` on one snapshot of the rows, so that several reads of it agree with each other. */
  snapshot<Result>(work: (connection: Database.Database) => Result): Result {
    return this.reader.transaction(() => work(this.reader)).deferred();
  }

  close(): void {
    this.reader.close();
    this.writer.close();
  }
}

/**
 * Opens (and on first use creates and migrates) a history database.
 *
 * @throws StoreError naming the file when it cannot be opened, is no database, or was written by a newer program
 */
export async function openHistoryDatabase({ path }: OpenHistoryDatabaseOptions): Promise<HistoryDatabase> {
  const writer = openWriter(path);
  try {
    await migrate(writer);
    const reader = new Database(path, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    reader.pragma(`cache_size = -${READER_CACHE_KIB}`);
    return new HistoryDatabase(path, writer, reader);
  } catch (error) {
    writer.close();
    throw error instanceof StoreError ? error : openFailure(path, error);
  }
}

function openWriter(path: string): Database.Database {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const writer = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    // Only an empty file takes this; on any other it changes nothing, and waits for whoever writes.
    if (writer.pragma('page_count', { simple: true }) === 0) writer.pragma('auto_vacuum = INCREMENTAL');
    writer.pragma('journal_mode = WAL');
    writer.pragma('synchronous = NORMAL');
    writer.pragma(`journal_size_limit = ${WAL_SIZE_LIMIT_BYTES}`);
    writer.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    writer.pragma(`cache_size = -${WRITER_CACHE_KIB}`);
    return writer;
  } catch (error) {
    throw openFailure(path, error);
  }
}

function openFailure(path: string, error: unknown): StoreError {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Database.SqliteError ? error.code : '';
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return new StoreError(
      'not_a_database',
      path,
      `${path} is not a readable history database (${reason}). Rows can be made again from the rollouts: move the file away, or choose another with --db.`,
      { cause: error },
    );
  }
  return new StoreError('cannot_open', path, `The history database ${path} cannot be opened: ${reason}.`, {
    cause: error,
  });
}

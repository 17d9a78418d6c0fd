/** The two connections of a history database with their pragmas. Schema and transactions are left to others. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

/** Waited for a lock by SQLite itself, in milliseconds. */
export const BUSY_TIMEOUT_MS = 5_000;
const WAL_SIZE_LIMIT_BYTES = 64 * 1024 * 1024;
const WRITER_CACHE_KIB = 8_000;
const READER_CACHE_KIB = 4_000;
/** 64 MiB, as much as the log keeps: each checkpoint waits for the disk, and a projection writes tens of megabytes. */
const CHECKPOINT_PAGES = 16_384;
/** 256 MiB, while much is written at once and somebody waits for it. */
const GROWN_CHECKPOINT_PAGES = 4 * CHECKPOINT_PAGES;

/** Opens a database for writing; makes it, and its folder, where there is none. */
export function openWriter(path: string, busyTimeoutMs: number = BUSY_TIMEOUT_MS): Database.Database {
  mkdirSync(dirname(path), { recursive: true });
  const writer = new Database(path, { timeout: busyTimeoutMs });
  try {
    // Only an empty file takes this; on any other it changes nothing, and waits for whoever writes.
    if (writer.pragma('page_count', { simple: true }) === 0) writer.pragma('auto_vacuum = INCREMENTAL');
    writer.pragma('journal_mode = WAL');
    writer.pragma('synchronous = NORMAL');
    writer.pragma(`journal_size_limit = ${WAL_SIZE_LIMIT_BYTES}`);
    writer.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    writer.pragma(`cache_size = -${WRITER_CACHE_KIB}`);
    return writer;
  } catch (error) {
    writer.close();
    throw error;
  }
}

/**
 * Lets the write-ahead log of a writer grow further than usual before a commit folds it in; the result ends that. What it
 * grew to is folded in by the next commit, by whoever keeps the log small, or at the end.
 */
export function letLogGrow(writer: Database.Database): () => void {
  writer.pragma(`wal_autocheckpoint = ${GROWN_CHECKPOINT_PAGES}`);
  return () => {
    if (writer.open) writer.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  };
}

/** Opens a database for reading alone. */
export function openReader(path: string, busyTimeoutMs: number = BUSY_TIMEOUT_MS): Database.Database {
  const reader = new Database(path, { readonly: true, timeout: busyTimeoutMs });
  try {
    reader.pragma(`cache_size = -${READER_CACHE_KIB}`);
    // Opens nothing by itself; the first page tells whether it can be read.
    reader.pragma('schema_version');
    return reader;
  } catch (error) {
    reader.close();
    throw error;
  }
}

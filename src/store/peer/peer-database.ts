/**
 * Codex's own databases, which lie in its home beside the log: opened for single changes that keep them in step with the
 * files. What they hold is Codex's; one that is missing, broken or of another shape is left alone.
 */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { StoreError } from '../store-error.js';

const BUSY_TIMEOUT_MS = 2_000;

/** Tables, and the columns of each that a change needs. */
export type NeededColumns = Readonly<Record<string, readonly string[]>>;

/**
 * Runs `work` in one `BEGIN IMMEDIATE` transaction on the database at `path`; with null when there is none that can be
 * worked on.
 *
 * @throws StoreError `busy` before `work` is called
 */
export function changePeerDatabase<Result>(
  path: string,
  needed: NeededColumns,
  work: (connection: Database.Database | null) => Result,
): Result {
  const connection = openPeer(path, needed);
  if (connection === null) return work(null);
  try {
    begin(connection, path);
    const result = work(connection);
    connection.exec('commit');
    return result;
  } finally {
    if (connection.inTransaction) connection.exec('rollback');
    connection.close();
  }
}

/** Runs `work` on the database at `path` without changing it; null when there is none that can be worked on. */
export function readPeerDatabase<Result>(
  path: string,
  needed: NeededColumns,
  work: (connection: Database.Database) => Result,
): Result | null {
  const connection = openPeer(path, needed, { readonly: true });
  try {
    return connection && work(connection);
  } finally {
    connection?.close();
  }
}

function openPeer(path: string, needed: NeededColumns, { readonly = false } = {}): Database.Database | null {
  if (!existsSync(path)) return null;
  let connection: Database.Database | null = null;
  try {
    connection = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS, readonly });
    if (hasColumns(connection, needed)) return connection;
  } catch (error) {
    connection?.close();
    // Of a process that died in a change: only who may write can take back what it had begun, and does so by looking.
    if (readonly && isHalfChanged(error)) return openPeer(path, needed);
    if (isBusy(error)) throw busyError(path, error);
    if (error instanceof Database.SqliteError) return null;
    throw error;
  }
  connection.close();
  return null;
}

function isHalfChanged(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_READONLY_ROLLBACK';
}

function begin(connection: Database.Database, path: string): void {
  try {
    connection.exec('begin immediate');
  } catch (error) {
    throw isBusy(error) ? busyError(path, error) : error;
  }
}

/** Whether another process kept a database of Codex locked. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** Whether a database cannot be read for what is in it: damage, or no database at all. */
export function isCorrupt(error: unknown): error is Error {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}

/** The error for a database that another process kept locked. */
export function busyError(path: string, cause: unknown): StoreError {
  return new StoreError(
    'busy',
    path,
    `Codex's database ${path} is being written by another process. Try again.`,
    {
      cause,
    },
  );
}

function hasColumns(connection: Database.Database, needed: NeededColumns): boolean {
  const columnsOf = connection.prepare<[string], { name: string }>('select name from pragma_table_info(?)');
  return Object.entries(needed).every(([table, columns]) => {
    const names = new Set(columnsOf.all(table).map((row) => row.name));
    return columns.every((column) => names.has(column));
  });
}

/** Whether a database of Codex can be read: its header, and SQLite's own quick check. Changes nothing, holds no lock for long. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { isCorrupt } from './peer-database.js';

const HEADER = 'SQLite format 3\0';

export type DatabaseHealth =
  | { kind: 'sound' }
  /** Larger than what was to be read. */
  | { kind: 'not_checked' }
  /** It could not be looked at: another process or the rights of the file kept it from that. */
  | { kind: 'unreadable'; reason: string }
  | { kind: 'corrupt'; reason: string };

/**
 * Checks the database at `path`, an existing file.
 *
 * @param mostBytes larger ones have only their header looked at, since the check reads every page
 */
export function checkPeerDatabase(path: string, mostBytes = Number.POSITIVE_INFINITY): DatabaseHealth {
  const { size } = statSync(path);
  // SQLite takes an empty file for a database without tables.
  if (size === 0) return { kind: 'sound' };
  if (readStart(path) !== HEADER)
    return { kind: 'corrupt', reason: 'the file does not start like a database' };
  if (size > mostBytes) return { kind: 'not_checked' };
  let connection: Database.Database | null = null;
  try {
    connection = new Database(path, { readonly: true, fileMustExist: true, timeout: 500 });
    const found = connection.pragma('quick_check(1)', { simple: true });
    return found === 'ok' ? { kind: 'sound' } : { kind: 'corrupt', reason: String(found) };
  } catch (error) {
    if (isCorrupt(error)) return { kind: 'corrupt', reason: error.message };
    if (error instanceof Database.SqliteError) return { kind: 'unreadable', reason: error.message };
    throw error;
  } finally {
    connection?.close();
  }
}

function readStart(path: string): string {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(HEADER.length);
    return bytes.toString('latin1', 0, readSync(fd, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(fd);
  }
}

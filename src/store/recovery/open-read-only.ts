/**
 * Opens a database that may not be written: on a read-only disk, or in a folder of somebody else. SQLite reads a database with
 * a write-ahead log only where it can keep its index beside; where it cannot, a private copy is read that has no name.
 */
import { accessSync, chmodSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { BUSY_TIMEOUT_MS, openReader } from '../open-connection.js';

/** True when the database is there and neither it nor its folder takes changes. */
export function mayOnlyBeRead(path: string): boolean {
  if (!existsSync(path)) return false;
  return !isWritable(path) || !isWritable(dirname(path));
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

export interface ReadOnlyDatabase {
  connection: Database.Database;
  /** A copy as it was when it was opened; false: what others commit is seen. */
  isCopy: boolean;
}

/** Opens it as it lies there, or else a copy, which takes as much room in the folder for temporary files until it is closed. */
export function openReadOnly(path: string, busyTimeoutMs: number = BUSY_TIMEOUT_MS): ReadOnlyDatabase {
  try {
    return { connection: openReader(path, busyTimeoutMs), isCopy: false };
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || !NO_INDEX.test(error.code)) throw error;
  }
  return { connection: openCopy(path, busyTimeoutMs), isCopy: true };
}

/** Without which a database is not what it was: of changes that are not folded in, and of one that a dead process had begun. */
const LOGS = ['-wal', '-journal'];

/** What SQLite says where it cannot make or use the index of the write-ahead log. */
const NO_INDEX = /^SQLITE_(CANTOPEN|READONLY)/;

function openCopy(path: string, busyTimeoutMs: number): Database.Database {
  const folder = mkdtempSync(join(tmpdir(), 'threadloom-read-only-'));
  try {
    const copy = join(folder, 'history.sqlite');
    copyFileSync(path, copy, constants.COPYFILE_FICLONE);
    for (const log of LOGS) {
      if (existsSync(path + log)) copyFileSync(path + log, copy + log, constants.COPYFILE_FICLONE);
    }
    for (const file of [copy, ...LOGS.map((log) => copy + log)]) if (existsSync(file)) chmodSync(file, 0o600);
    const folding = new Database(copy);
    try {
      folding.pragma('journal_mode = DELETE');
    } finally {
      folding.close();
    }
    return openReader(copy, busyTimeoutMs);
  } finally {
    // Where names go before files do, nothing is left behind however the process ends.
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What SQLite's and the system's errors mean for a user of the history database, and what can be done about them. */
import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { StoreError } from '../store-error.js';
import { describeHolders, findLockHolders } from './lock-holders.js';

/** Fewer free bytes than this, and an error of input or output is one of a full disk (seen: SQLITE_IOERR_SHMSIZE). */
const FULL_BELOW_BYTES = 256 * 1024;

/** True when an error says that pages of the database cannot be what was written: it has to be recovered. */
export function isDamage(error: unknown): boolean {
  if (error instanceof StoreError) return error.code === 'damaged' || error.code === 'not_a_database';
  return codeOf(error).startsWith('SQLITE_CORRUPT') || codeOf(error).startsWith('SQLITE_NOTADB');
}

/** The error for a database whose check found `problems`. */
export function damagedDatabase(path: string, problems: readonly string[]): StoreError {
  const [first = 'unknown'] = problems;
  return new StoreError(
    'damaged',
    path,
    `The history database ${path} is damaged (${first.replace(/\s+/g, ' ')}).`,
  );
}

/** True when somebody else holds what is needed. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY') || codeOf(error).startsWith('SQLITE_LOCKED');
}

/** True when everything that needs the database would fail the same way. */
export function isStoreFailure(error: unknown): boolean {
  return (
    error instanceof StoreError || (error instanceof Database.SqliteError && meaningOf(error, '') !== null)
  );
}

/** The StoreError that says what an error of SQLite means; any other error is given back as it is. */
export function explainStoreFailure(path: string, error: unknown): unknown {
  return error instanceof Database.SqliteError ? explainFileFailure(path, error) : error;
}

/** The same, also for errors of the system that were met at the database file itself. */
export function explainFileFailure(path: string, error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const meaning = meaningOf(error, path);
  if (meaning === null) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  return new StoreError(meaning.code, path, `${meaning.words} (${reason}; ${code}). ${meaning.hint}`, {
    cause: error,
  });
}

interface Meaning {
  code: StoreError['code'];
  words: string;
  hint: string;
}

function meaningOf(error: unknown, path: string): Meaning | null {
  const code = codeOf(error);
  if (isDamage(error)) {
    return {
      code: 'damaged',
      words: `The history database ${path} is damaged`,
      hint: 'Rows can be made again from the rollouts: any command of threadloom does so, and keeps the damaged file.',
    };
  }
  if (isBusy(error)) {
    const holders = describeHolders(findLockHolders(path));
    return {
      code: 'busy',
      words: `The history database ${path} is held by ${holders ?? 'another process'}`,
      hint: 'Nothing was changed. Try again when it is done.',
    };
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT' || isFullInDisguise(code, path)) {
    return {
      code: 'disk_full',
      words: `The disk with the history database ${path} is full`,
      hint: 'What was being written was taken back; nothing is half done. Free some space, or choose another place with --db.',
    };
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return {
      code: 'read_only',
      words: `The history database ${path} may not be written`,
      hint: 'Nothing was changed. Grant write access to the file and its folder, or choose another with --db.',
    };
  }
  // A folder in the place of the database fails as a disk does.
  if ((code.startsWith('SQLITE_IOERR') && !isFolder(path)) || code === 'EIO') {
    return {
      code: 'io_failed',
      words: `The disk failed while the history database ${path} was used`,
      hint: 'What was being written was taken back. Check the disk; rows can be made again from the rollouts.',
    };
  }
  return null;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isFullInDisguise(code: string, path: string): boolean {
  if (!code.startsWith('SQLITE_IOERR') || path === '') return false;
  try {
    const { bavail, bsize } = statfsSync(dirname(path));
    return bavail * bsize < FULL_BELOW_BYTES;
  } catch {
    // The folder cannot even be asked: then the disk failed.
    return false;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * The lock of those who put another file in the place of a database: recovery, and a rebuild beside. Readers and writers of
 * rows do not take it.
 */
import { constants } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FileSystem } from '../../files/file-system.js';
import { fileSystem } from '../../files/file-system.js';
import { flock, type TryLock } from '../../files/flock.js';
import { StoreError } from '../store-error.js';

const RETRY_AFTER_MS = 25;
const PATIENCE_MS = 60_000;

export interface DatabaseLockOptions {
  /** The database. */
  path: string;
  fs?: FileSystem | undefined;
  tryLock?: TryLock | undefined;
  /** How long to wait for others, in milliseconds; a minute unless told. */
  patienceMs?: number | undefined;
  /** Asked before each attempt; true ends the waiting, since there is nothing to do any more. */
  isDone?: (() => boolean) | undefined;
}

export interface DatabaseLock {
  release(): void;
}

/**
 * Takes `<database>.lock`; the file stays, the lock goes with the process. Null when `isDone` ended the waiting.
 *
 * @throws StoreError `busy` when others hold it for too long
 */
export async function acquireDatabaseLock(options: DatabaseLockOptions): Promise<DatabaseLock | null> {
  const { path, fs = fileSystem, tryLock = flock, patienceMs = PATIENCE_MS, isDone = () => false } = options;
  const fd = fs.openSync(`${path}.lock`, constants.O_RDWR | constants.O_CREAT, 0o666);
  let held = false;
  try {
    for (let waited = 0; ; waited += RETRY_AFTER_MS) {
      if (isDone()) return null;
      const attempt = tryLock(fd);
      if (attempt === 'unsupported') throw noLocks(path);
      if (attempt === 'locked') {
        held = true;
        return { release: () => fs.closeSync(fd) };
      }
      if (waited >= patienceMs) throw lockedOut(path, patienceMs);
      await sleep(RETRY_AFTER_MS);
    }
  } finally {
    if (!held) fs.closeSync(fd);
  }
}

function noLocks(path: string): StoreError {
  return new StoreError(
    'cannot_open',
    path,
    `The history database ${path} cannot be replaced: its file system has no locks. Choose another place with --db.`,
  );
}

function lockedOut(path: string, patienceMs: number): StoreError {
  return new StoreError(
    'busy',
    path,
    `The history database ${path} is being replaced by another process, which was waited for for ${patienceMs / 1000} seconds. Try again.`,
  );
}

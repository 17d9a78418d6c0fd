/**
 * One writer a thread, across processes and with Codex: flock(2) on `thread-writer-locks/<thread>.lock`, which goes with
 * the process that holds it. Where a file system has no such locks, the owner file beside it stands in.
 */

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { formatTimestamp } from '../../events/format-timestamp.js';
import { type FileSystem, fileSystem } from '../../files/file-system.js';
import { fileSystemCode } from '../../files/file-system-code.js';
import { flock, type LockAttempt, type TryLock } from '../../files/flock.js';
import { pause } from '../../files/pause.js';
import { removeFile } from '../../files/temp-file.js';
import { coordinated, type LockFolder, openLockFile } from './lock-coordination.js';
import { findHolder, ThreadLockedError } from './lock-holder.js';
import { readLockOwner, writeLockOwner } from './lock-owner.js';
import { claimByOwner } from './owner-claim.js';
import { removeStaleLocks } from './stale-locks.js';
import { toWriteError } from './write-error.js';

export interface WriterLockOptions {
  /** The Codex home. */
  home: string;
  threadId: string;
  fs?: FileSystem;
  /** Unix milliseconds. */
  now: () => number;
  /** Told to whoever is refused; `threadloom` unless told. */
  program?: string;
  tryLock?: TryLock;
  /** Waits that many milliseconds before it tries again to get at the locks of the home. */
  sleep?: (ms: number) => void;
}

export interface WriterLock {
  readonly threadId: string;
  /**
   * Says that the holder is alive; does nothing once the lock is released. To be called every 20 seconds or so: on file
   * systems without locks, an owner on another machine counts as dead after a minute.
   * @throws ThreadLockedError when that has happened
   */
  touch(): void;
  /** Lets others write. Doing it again does nothing. */
  release(): void;
}

/**
 * Takes the lock without waiting. A lock whose holder died is free; whoever held it needs not have tidied up. Two in one
 * process exclude each other like two processes.
 * @throws ThreadLockedError naming the holder; RolloutError `locks_busy`, `disk_full`, `no_access` …
 */
export function acquireWriterLock(options: WriterLockOptions): WriterLock {
  const {
    home,
    threadId,
    fs = fileSystem,
    now,
    program = 'threadloom',
    tryLock = flock,
    sleep = pause,
  } = options;
  const folder: LockFolder = { fs, tryLock, sleep, path: join(home, 'thread-writer-locks') };
  const path = join(folder.path, `${threadId}.lock`);
  const ownerPath = join(folder.path, `${threadId}.owner.json`);
  const since = formatTimestamp(now());
  const owner = {
    pid: process.pid,
    host: hostname(),
    program,
    since,
    heartbeatAt: since,
    token: randomUUID(),
  };

  const refuse = (inode: number): never => {
    const holder = findHolder(inode, readLockOwner(fs, ownerPath));
    throw new ThreadLockedError({ threadId, path, holder });
  };
  const take = (fd: number): LockAttempt => {
    const attempt = tryLock(fd);
    if (attempt === 'busy') refuse(fs.fstatSync(fd).ino);
    if (attempt === 'locked') writeLockOwner(fs, ownerPath, owner);
    else if (!claimByOwner(folder, { path: ownerPath, owner, now: now() })) refuse(fs.fstatSync(fd).ino);
    return attempt;
  };
  const { fd, attempt } = sayingWhy(path, () =>
    coordinated(folder, (guarded) => {
      if (guarded) removeStaleLocks(folder);
      const fd = openLockFile(fs, path);
      try {
        return { fd, attempt: take(fd) };
      } catch (error) {
        fs.closeSync(fd);
        throw error;
      }
    }),
  );

  let held = true;
  return {
    threadId,
    touch() {
      if (!held) return;
      if (attempt === 'unsupported' && readLockOwner(fs, ownerPath)?.token !== owner.token) refuse(-1);
      writeLockOwner(fs, ownerPath, { ...owner, heartbeatAt: formatTimestamp(now()) });
    },
    release() {
      if (!held) return;
      held = false;
      try {
        coordinated(folder, () => {
          const mine = readLockOwner(fs, ownerPath)?.token === owner.token;
          if (mine) removeFile(fs, ownerPath);
          if (mine || attempt === 'locked') removeFile(fs, path);
        });
      } finally {
        fs.closeSync(fd);
      }
    },
  };
}

/** Errors of the file system become such that say what to do about them. */
function sayingWhy<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fileSystemCode(error) === null ? error : toWriteError(error, path, 'could not be locked');
  }
}

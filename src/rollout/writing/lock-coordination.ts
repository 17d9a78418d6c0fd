/**
 * The lock that guards the folder of thread locks: whoever opens, takes or removes one of them holds it for that moment,
 * as Codex does. Without it a file could be removed between another's opening and locking it.
 */

import { constants } from 'node:fs';
import { join } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import type { TryLock } from '../../files/flock.js';
import { pause } from '../../files/pause.js';
import { RolloutError } from '../rollout-error.js';

const COORDINATION_FILE = '.coordination.lock';
const LOCK_FILE_MODE = 0o666;
const RETRY_AFTER_MS = 5;
const PATIENCE_MS = 5_000;

export interface LockFolder {
  readonly fs: FileSystem;
  readonly tryLock: TryLock;
  readonly path: string;
  /** Waits that many milliseconds before the next attempt. */
  readonly sleep?: (ms: number) => void;
}

/**
 * Does `work` while the folder is guarded; waits up to 5 seconds for others to be done. On file systems without such
 * locks nothing guards it, and `work` is told so.
 * @throws RolloutError `locks_busy`
 */
export function coordinated<T>(folder: LockFolder, work: (guarded: boolean) => T): T {
  const { fs, tryLock, sleep = pause } = folder;
  fs.mkdirSync(folder.path, { recursive: true });
  const path = join(folder.path, COORDINATION_FILE);
  const fd = openLockFile(fs, path);
  try {
    let attempt = tryLock(fd);
    for (let waited = 0; attempt === 'busy'; waited += RETRY_AFTER_MS) {
      if (waited >= PATIENCE_MS) throw locksBusy(path);
      sleep(RETRY_AFTER_MS);
      attempt = tryLock(fd);
    }
    return work(attempt === 'locked');
  } finally {
    fs.closeSync(fd);
  }
}

/** Opens a lock file, which is made where it is missing; its content is nobody's business. */
export function openLockFile(fs: FileSystem, path: string): number {
  return fs.openSync(path, constants.O_RDWR | constants.O_CREAT, LOCK_FILE_MODE);
}

function locksBusy(path: string): RolloutError {
  return new RolloutError({
    subject: `Lock ${path}`,
    code: 'locks_busy',
    path,
    found: `was held by another program for ${PATIENCE_MS / 1000} seconds`,
    hint: 'Try again; programs hold it for an instant only, so one of them may be stopped',
  });
}

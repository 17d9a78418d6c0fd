/** The lock of work on many rollouts at once, such as compression; shared with Codex. */

import { join } from 'node:path';
import { type FileSystem, fileSystem } from '../../files/file-system.js';
import { flock, type TryLock } from '../../files/flock.js';
import { openLockFile } from './lock-coordination.js';

export interface MaintenanceLockOptions {
  /** The Codex home. */
  home: string;
  fs?: FileSystem;
  tryLock?: TryLock;
}

export interface MaintenanceLock {
  /** Lets others work. Doing it again does nothing. */
  release(): void;
}

/**
 * Takes `.tmp/rollout-maintenance.lock` without waiting; null while another program has it (spec: projection §10). The
 * file stays. On a file system without locks it excludes nobody.
 */
export function acquireMaintenanceLock(options: MaintenanceLockOptions): MaintenanceLock | null {
  const { home, fs = fileSystem, tryLock = flock } = options;
  const folder = join(home, '.tmp');
  fs.mkdirSync(folder, { recursive: true });
  const fd = openLockFile(fs, join(folder, 'rollout-maintenance.lock'));
  if (tryLock(fd) === 'busy') {
    fs.closeSync(fd);
    return null;
  }
  let held = true;
  return {
    release() {
      if (held) fs.closeSync(fd);
      held = false;
    },
  };
}

/** Advisory locks on open files: flock(2), which Codex takes too; on Windows the locks that stand in for it. */

import { createRequire } from 'node:module';
import { fileSystemCode } from './file-system-code.js';

/** What became of an attempt to lock: some file systems have no such locks. */
export type LockAttempt = 'locked' | 'busy' | 'unsupported';

/** Takes an exclusive lock on an open file without waiting; it goes with the descriptor, and with the process. */
export type TryLock = (fd: number) => LockAttempt;

const BUSY: ReadonlySet<string | null> = new Set(['EAGAIN', 'EWOULDBLOCK', 'EACCES', 'EBUSY']);
const UNSUPPORTED: ReadonlySet<string | null> = new Set([
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOLCK',
  'ENOSYS',
  'EINVAL',
]);

const require = createRequire(import.meta.url);

/**
 * @throws Error where the native module has no build for the platform; whatever the system says when it neither locks, nor
 *   is busy, nor lacks such locks
 */
export const flock: TryLock = (fd) => {
  const { flockSync } = loadNative();
  try {
    flockSync(fd, 'exnb');
    return 'locked';
  } catch (error) {
    const code = fileSystemCode(error);
    if (BUSY.has(code)) return 'busy';
    if (UNSUPPORTED.has(code)) return 'unsupported';
    throw error;
  }
};

/** Only when somebody writes: reading must work where there is no build of it. */
function loadNative(): typeof import('fs-ext-extra-prebuilt') {
  try {
    return require('fs-ext-extra-prebuilt');
  } catch (cause) {
    const platform = `${process.platform}-${process.arch}`;
    throw new Error(`No file locks on ${platform}, and nothing is written without: fs-ext did not load`, {
      cause,
    });
  }
}

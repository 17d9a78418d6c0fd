/** The lock of a rebuild: one process at a time makes a database's rows anew. Readers and projections do not take it. */
import { constants } from 'node:fs';
import type { FileSystem } from '../../files/file-system.js';
import { flock, type TryLock } from '../../files/flock.js';
import { removeFile } from '../../files/temp-file.js';

export interface RebuildLock {
  release(): void;
}

export interface RebuildLockOptions {
  fs: FileSystem;
  /** The database. */
  path: string;
  tryLock?: TryLock | undefined;
}

/**
 * Takes `<database>.rebuild.lock` without waiting; null while another process has it. The file goes with the lock; that of a
 * killed process is taken over. On a file system without locks it excludes nobody.
 *
 * @throws whatever the file system throws
 */
export function acquireRebuildLock({ fs, path, tryLock = flock }: RebuildLockOptions): RebuildLock | null {
  const file = `${path}.rebuild.lock`;
  for (;;) {
    const fd = fs.openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600);
    if (tryLock(fd) === 'busy') {
      fs.closeSync(fd);
      return null;
    }
    // Whoever had it may have removed it between our opening and locking it.
    if (fs.fstatSync(fd).nlink > 0) {
      return {
        release() {
          removeFile(fs, file);
          fs.closeSync(fd);
        },
      };
    }
    fs.closeSync(fd);
  }
}

/** Where what is replaced or set aside is kept: a folder of its own below `db-backups`, where Codex keeps such things too. */
import { join } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { fileSystemCode } from '../../files/file-system-code.js';

/**
 * Makes the folder.
 *
 * @param now Unix milliseconds
 * @returns its path
 */
export function makeBackupFolder(fs: FileSystem, home: string, now: number): string {
  const parent = join(home, 'db-backups');
  fs.mkdirSync(parent, { recursive: true });
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  for (let number = 1; ; number++) {
    const path = join(parent, `threadloom-${stamp}${number === 1 ? '' : `-${number}`}`);
    try {
      fs.mkdirSync(path);
      return path;
    } catch (error) {
      if (fileSystemCode(error) !== 'EEXIST') throw error;
    }
  }
}

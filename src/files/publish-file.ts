/** Gives a finished file its name without ever taking the place of another one. */

import type { FileSystem } from './file-system.js';
import { fileSystemCode } from './file-system-code.js';

/** Without hard links: FAT and some network file systems. */
const NO_LINKS: ReadonlySet<string | null> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/**
 * Names the file at `from` also `to`; `from` is left for the caller to remove. False when there is a file of that name
 * already. Where there are no hard links the file is renamed instead, after a look whether the name is free.
 */
export function publishFile(fs: FileSystem, from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    const code = fileSystemCode(error);
    if (code === 'EEXIST') return false;
    if (!NO_LINKS.has(code)) throw error;
  }
  if (fs.existsSync(to)) return false;
  fs.renameSync(from, to);
  return true;
}

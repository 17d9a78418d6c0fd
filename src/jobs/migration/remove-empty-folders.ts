/** Takes away folders that nothing is left in. */

import { dirname } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { fileSystemCode, isMissing } from '../../files/file-system-code.js';

const IN_USE: ReadonlySet<string | null> = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM', 'EBUSY']);

/** Removes `folder` and those above it, up to and with `top`, as far as they are empty. */
export function removeEmptyFolders(fs: FileSystem, folder: string, top: string): void {
  for (let at = folder; ; at = dirname(at)) {
    try {
      fs.rmdirSync(at);
    } catch (error) {
      if (IN_USE.has(fileSystemCode(error))) return;
      if (!isMissing(error)) throw error;
    }
    if (at === top || at === dirname(at)) return;
  }
}

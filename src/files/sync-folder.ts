/** Makes the entries of folders outlive a power failure. */

import { dirname } from 'node:path';
import type { FileSystem } from './file-system.js';
import { fileSystemCode } from './file-system-code.js';

/** What systems answer that cannot open or sync a folder: Windows, and some network file systems. */
const UNSUPPORTED: ReadonlySet<string | null> = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP']);

/** Where folders cannot be synced there is nothing to wait for, and nothing happens. */
export function syncFolder(fs: FileSystem, folder: string): void {
  let fd: number;
  try {
    fd = fs.openSync(folder, 'r');
  } catch (error) {
    if (UNSUPPORTED.has(fileSystemCode(error))) return;
    throw error;
  }
  try {
    fs.fsyncSync(fd);
  } catch (error) {
    if (!UNSUPPORTED.has(fileSystemCode(error))) throw error;
  } finally {
    fs.closeSync(fd);
  }
}

/** Syncs `folder` and the folders above it up to the one that holds `top`. */
export function syncFolders(fs: FileSystem, folder: string, top: string): void {
  const last = dirname(top);
  for (let at = folder; ; at = dirname(at)) {
    syncFolder(fs, at);
    if (at === last || at === dirname(at)) return;
  }
}

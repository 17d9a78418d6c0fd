/** Writes without the short counts that a single write may have. */

import type { FileSystem } from './file-system.js';

/**
 * Writes all of `bytes` where the file stands, in one call unless the system takes only a part. An error leaves
 * unsaid how much was written before it.
 */
export function writeFully(fs: FileSystem, fd: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    const count = fs.writeSync(fd, bytes, written, bytes.length - written);
    if (count === 0) throw new Error('the system takes no more bytes');
    written += count;
  }
}

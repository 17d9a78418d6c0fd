/** Reads without the short counts that a single read may have. */

import { readSync } from 'node:fs';

/** Fills `bytes` from `position` of the file, as far as the file reaches; returns the number of bytes read. */
export function readFully(fd: number, bytes: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(fd, bytes, filled, bytes.length - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

/**
 * Opens the plain file of a rollout for appending: a new one, or one that is there. What to append is for the writer.
 */

import { constants } from 'node:fs';
import type { FileSystem } from '../../files/file-system.js';

const FLAGS = constants.O_RDWR | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0);

/** Makes the file, which must not exist yet. */
export function createForAppend(fs: FileSystem, path: string): number {
  return fs.openSync(path, FLAGS | constants.O_CREAT | constants.O_EXCL, 0o666);
}

export function openForAppend(fs: FileSystem, path: string): number {
  return fs.openSync(path, FLAGS);
}

/** The bytes of an open file from `from` to its end. */
export function readTail(fs: FileSystem, fd: number, from: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.max(0, fs.fstatSync(fd).size - from));
  let filled = 0;
  while (filled < bytes.length) {
    const count = fs.readSync(fd, bytes, filled, bytes.length - filled, from + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** Reads a small file whole, through the port by which files are changed: what is read here decides what is changed. */

import type { FileSystem } from './file-system.js';
import { isMissing } from './file-system-code.js';

/** Its text; null when there is no such file. */
export function readSmallFile(fs: FileSystem, path: string): string | null {
  let fd: number;
  try {
    fd = fs.openSync(path, 'r');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    const bytes = Buffer.alloc(fs.fstatSync(fd).size);
    const length = fs.readSync(fd, bytes, 0, bytes.length, 0);
    return bytes.toString('utf8', 0, length);
  } finally {
    fs.closeSync(fd);
  }
}

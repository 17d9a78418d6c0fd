/**
 * Files beside another one that hold what is to become it: hidden, for their owner alone, and locked for as long as
 * somebody writes them, so that those of a killed process can be told from those in use.
 */

import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileSystem } from './file-system.js';
import { isMissing } from './file-system-code.js';
import { flock, type TryLock } from './flock.js';

const SUFFIX = '.tmp';
const OWNER_ONLY = 0o600;
/** Where files cannot be locked, a file that was not written to for so long is nobody's. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

export interface TempFile {
  readonly fd: number;
  readonly path: string;
  /** Closes the file and removes its name, which may be gone already. */
  discard(): void;
}

export interface TempFileOptions {
  fs: FileSystem;
  /** The file it is to become. */
  beside: string;
  /** A word for the name: what it is made by. */
  purpose: string;
  tryLock?: TryLock;
}

/** Makes an empty file `.<name>.<purpose>.<id>.tmp`, open for reading and writing. */
export function createTempFile(options: TempFileOptions): TempFile {
  const { fs, beside, tryLock = flock } = options;
  for (;;) {
    const path = join(dirname(beside), `${namePrefix(options)}${randomUUID()}${SUFFIX}`);
    const fd = fs.openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, OWNER_ONLY);
    const discard = (): void => {
      fs.closeSync(fd);
      removeFile(fs, path);
    };
    let usable = false;
    try {
      // Whoever tidies up may have met it before it was locked.
      usable = tryLock(fd) !== 'busy' && fs.fstatSync(fd).nlink > 0;
    } finally {
      if (!usable) discard();
    }
    if (usable) return { fd, path, discard };
  }
}

/** Removes what killed processes left behind of that purpose; `now` in unix milliseconds. */
export function removeTempFiles(options: TempFileOptions & { now: number }): void {
  const { fs, beside, tryLock = flock, now } = options;
  const prefix = namePrefix(options);
  for (const name of fs.readdirSync(dirname(beside))) {
    if (!name.startsWith(prefix) || !name.endsWith(SUFFIX)) continue;
    const path = join(dirname(beside), name);
    try {
      const fd = fs.openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      try {
        const attempt = tryLock(fd);
        const abandoned = attempt === 'unsupported' && now - fs.fstatSync(fd).mtimeMs > ABANDONED_AFTER_MS;
        if (attempt === 'locked' || abandoned) removeFile(fs, path);
      } finally {
        fs.closeSync(fd);
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}

/** Removes a file that may be gone already. */
export function removeFile(fs: FileSystem, path: string): void {
  try {
    fs.unlinkSync(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function namePrefix({ beside, purpose }: TempFileOptions): string {
  return `.${basename(beside)}.${purpose}.`;
}

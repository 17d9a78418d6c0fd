/**
 * Opens a rollout in whichever representation it has at that moment, plain or compressed. Reading is for others.
 */

import { closeSync, constants, lstatSync, openSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { isMissing } from '../files/file-system-code.js';
import { pause } from '../files/pause.js';
import { isDirectory, isLink, notFound, toRolloutError } from './file-system-error.js';
import { RolloutError } from './rollout-error.js';
import { toCompressedPath, toPlainPath } from './rollout-name.js';

/** How often, and after how many milliseconds, a vanished file is looked for again (spec: rollout-format §2). */
const RETRIES = 3;
const RETRY_AFTER_MS = 50;

/** A link put in the file's place after the check must not be followed, nor a pipe waited for; 0 on Windows. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export interface RolloutPathOptions {
  /** The rollout, in either representation; the plain one wins where both exist. */
  path: string;
  /** Waits that many milliseconds before the file is looked for again. */
  sleep?: (ms: number) => void;
}

export interface OpenRollout {
  fd: number;
  /** The file that was opened, with `.zst` when it is compressed. */
  path: string;
  compressed: boolean;
  close(): void;
}

/**
 * Opens the rollout for reading. A file that is missing although its folder exists may just be switching its
 * representation and is tried up to 3 more times, 50 ms apart.
 * @throws RolloutError `not_found`, `is_link`, `is_directory`, `not_a_rollout`, `no_access`, `unreadable`
 */
export function openRollout(options: RolloutPathOptions): OpenRollout {
  const { path } = options;
  return whileSwitching(options, (found) => {
    const fd = openSync(found.path, OPEN_FLAGS);
    return { fd, path: found.path, compressed: found.path !== toPlainPath(path), close: () => closeSync(fd) };
  });
}

/** Hands `use` the file that the rollout lies in, and tries again while the file vanishes under it. */
export function whileSwitching<T>(options: RolloutPathOptions, use: (found: { path: string }) => T): T {
  const { path, sleep = pause } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return use(findRepresentation(path));
    } catch (error) {
      const switching = error instanceof RolloutError ? error.code === 'not_found' : isMissing(error);
      if (!switching || attempt === RETRIES || !exists(dirname(path))) throw toRolloutError(error, path);
      sleep(RETRY_AFTER_MS);
    }
  }
}

function findRepresentation(path: string): { path: string; stats: Stats } {
  let refused: RolloutError | null = null;
  for (const candidate of [toPlainPath(path), toCompressedPath(path)]) {
    const stats = lstatSync(candidate, { throwIfNoEntry: false });
    if (stats?.isFile()) return { path: candidate, stats };
    if (stats !== undefined) refused ??= refuse(candidate, stats);
  }
  throw refused ?? notFound(path);
}

function refuse(path: string, stats: Stats): RolloutError {
  if (stats.isSymbolicLink()) return isLink(path);
  if (stats.isDirectory()) return isDirectory(path);
  return new RolloutError({
    code: 'not_a_rollout',
    path,
    found: 'is neither a file nor a folder',
    hint: 'Name a rollout file instead',
  });
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

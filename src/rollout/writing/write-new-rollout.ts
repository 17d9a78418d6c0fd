/**
 * Writes a whole rollout at once: it is there with all of its lines, or not at all, wherever the process ends. Rollouts
 * that begin empty and grow are for the writer.
 */

import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RolloutRecord } from '../../events/decode-line.js';
import { recordsToPersist } from '../../events/record/records-to-persist.js';
import type { SessionMeta } from '../../events/record/session-meta.js';
import type { FileSystem } from '../../files/file-system.js';
import { isMissing } from '../../files/file-system-code.js';
import { flock } from '../../files/flock.js';
import { publishFile } from '../../files/publish-file.js';
import { syncFolders } from '../../files/sync-folder.js';
import { writeFully } from '../../files/write-fully.js';
import { RolloutError } from '../rollout-error.js';
import { encodeLines } from './encode-lines.js';
import { toWriteError } from './write-error.js';

/** Lines that are encoded and written together. */
const BATCH = 256;
const LEFT_BEHIND = /^\.rollout-.*\.new\.[0-9a-f-]{36}\.tmp$/;

export interface WriteNewRolloutOptions {
  /** The plain path, which must be free. */
  path: string;
  /** The first record; it says which history mode the file has and at which ordinal it begins. */
  meta: SessionMeta;
  /** What follows; the persistence policy is applied to it. Read once, so that it need not fit into memory. */
  records: Iterable<RolloutRecord>;
  fs: FileSystem;
  /** Unix milliseconds, for the times of lines. */
  now: () => number;
}

/**
 * Writes the rollout and returns when it is on the disk, its name included.
 *
 * @throws RolloutError `exists`, `disk_full`, `no_access` …, and what reading `records` throws; then there is no such file
 */
export function writeNewRollout(options: WriteNewRolloutOptions): void {
  const { path, fs } = options;
  const folder = dirname(path);
  try {
    const firstFolder = fs.mkdirSync(folder, { recursive: true });
    removeLeftBehind(fs, folder);
    const { fd, path: temp } = openTemp(fs, path);
    try {
      writeLines(fd, options);
      fs.fsyncSync(fd);
      if (!publishFile(fs, temp, path)) throw taken(path);
    } finally {
      fs.closeSync(fd);
      unlink(fs, temp);
    }
    syncFolders(fs, folder, firstFolder ?? folder);
  } catch (error) {
    // Whatever else stopped it is for whoever hands over the records.
    throw isSystemError(error) ? toWriteError(error, path, 'could not be written') : error;
  }
}

/** With the permissions a rollout has, unlike other temporary files: it becomes one. */
function openTemp(fs: FileSystem, path: string): { fd: number; path: string } {
  for (;;) {
    const temp = join(dirname(path), `.${basename(path)}.new.${randomUUID()}.tmp`);
    const fd = fs.openSync(temp, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o666);
    // Whoever tidies up may have met it before it was locked.
    if (flock(fd) !== 'busy' && fs.fstatSync(fd).nlink > 0) return { fd, path: temp };
    fs.closeSync(fd);
    unlink(fs, temp);
  }
}

function writeLines(fd: number, { path, meta, records, fs, now }: WriteNewRolloutOptions): void {
  const mode = meta.history_mode;
  const first = mode === 'legacy' ? null : (meta.history_base?.end_ordinal_exclusive ?? 0);
  let written = 0;
  let batch: RolloutRecord[] = [{ type: 'session_meta', payload: meta }];
  const flush = (): void => {
    const firstOrdinal = first === null ? null : first + written;
    writeFully(fs, fd, encodeLines({ records: batch, firstOrdinal, now: now(), path }));
    written += batch.length;
    batch = [];
  };
  for (const record of records) {
    batch.push(...recordsToPersist(record, mode));
    if (batch.length >= BATCH) flush();
  }
  if (batch.length > 0) flush();
}

/** Files of a process that ended before it could publish them; one that is being written is locked. */
function removeLeftBehind(fs: FileSystem, folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    if (!LEFT_BEHIND.test(name)) continue;
    const path = join(folder, name);
    try {
      const fd = fs.openSync(path, constants.O_RDWR | (constants.O_NOFOLLOW ?? 0));
      try {
        if (flock(fd) === 'locked') unlink(fs, path);
      } finally {
        fs.closeSync(fd);
      }
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}

function unlink(fs: FileSystem, path: string): void {
  try {
    fs.unlinkSync(path);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function taken(path: string): RolloutError {
  return new RolloutError({
    code: 'exists',
    path,
    found: 'is there already',
    hint: 'Nothing was written; try again',
  });
}

/**
 * Writes the index of thread names of a Codex home as Codex does: a naming is appended as one line, entries of deleted
 * threads go by putting a new file in the place of the old one; both under `session_index.jsonl.lock`.
 */
import { constants } from 'node:fs';
import { dirname } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { flock, type TryLock } from '../../files/flock.js';
import { pause } from '../../files/pause.js';
import { syncFolder } from '../../files/sync-folder.js';
import { createTempFile, removeTempFiles } from '../../files/temp-file.js';
import { writeFully } from '../../files/write-fully.js';
import { nameIndexPath, parseNameEntry } from '../read-name-index.js';
import { RolloutError } from '../rollout-error.js';
import { toWriteError } from './write-error.js';

const LOCK_SUFFIX = '.lock';
const TRIES = 40;
const TRY_EVERY_MS = 50;
const LF = 0x0a;

export interface NameIndexOptions {
  fs: FileSystem;
  /** The Codex home, absolute. */
  home: string;
  tryLock?: TryLock;
}

/**
 * Notes the name of a thread. It is on disk when this returns; whoever is killed in the middle leaves the index with the
 * old name.
 *
 * @param now Unix milliseconds
 * @throws RolloutError `locks_busy` when another process keeps the index for two seconds, `disk_full` and the like
 */
export function appendName(
  options: NameIndexOptions,
  { threadId, name, now }: { threadId: string; name: string; now: number },
): void {
  const { fs, home } = options;
  const path = nameIndexPath(home);
  const entry = { id: threadId, thread_name: name, updated_at: new Date(now).toISOString() };
  const line = Buffer.from(`${JSON.stringify(entry)}\n`);
  whileLocked(options, () => {
    const fd = fs.openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o644);
    try {
      // What a full disk cut off must not swallow this line.
      const torn = !endsLine(fs, fd);
      writeFully(fs, fd, torn ? Buffer.concat([Buffer.of(LF), line]) : line);
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  });
}

/** Removes every entry of these threads; other lines stay byte for byte. Nothing happens when there is none. */
export function removeNames(options: NameIndexOptions, threadIds: ReadonlySet<string>, now: number): void {
  const { fs, home } = options;
  const path = nameIndexPath(home);
  if (!fs.existsSync(path)) return;
  whileLocked(options, () => {
    removeTempFiles({ fs, beside: path, purpose: 'names', now });
    const text = readAll(fs, path);
    const kept = text
      .split(/(?<=\n)/)
      .filter((line) => !threadIds.has(parseNameEntry(line.trimEnd())?.threadId ?? ''))
      .join('');
    if (kept !== text) replaceFile(fs, path, Buffer.from(kept, 'latin1'));
  });
}

function whileLocked({ fs, home, tryLock = flock }: NameIndexOptions, work: () => void): void {
  const path = nameIndexPath(home);
  try {
    const fd = fs.openSync(path + LOCK_SUFFIX, constants.O_RDWR | constants.O_CREAT, 0o644);
    try {
      for (let tries = 1; tryLock(fd) === 'busy'; tries++) {
        if (tries === TRIES) throw indexBusy(path);
        pause(TRY_EVERY_MS);
      }
      work();
    } finally {
      fs.closeSync(fd);
    }
  } catch (error) {
    throw toWriteError(error, path, 'could not be changed');
  }
}

function indexBusy(path: string): RolloutError {
  return new RolloutError({
    subject: 'Name index',
    code: 'locks_busy',
    path,
    found: 'is being written by another process',
    hint: 'Try again',
  });
}

function endsLine(fs: FileSystem, fd: number): boolean {
  const { size } = fs.fstatSync(fd);
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  fs.readSync(fd, last, 0, 1, size - 1);
  return last[0] === LF;
}

/** The text with a character for each byte, so that bytes which are no UTF-8 come back as they were. */
function readAll(fs: FileSystem, path: string): string {
  const fd = fs.openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(fs.fstatSync(fd).size);
    let length = 0;
    for (let count = -1; count !== 0 && length < bytes.length; length += count) {
      count = fs.readSync(fd, bytes, length, bytes.length - length, length);
    }
    return bytes.toString('latin1', 0, length);
  } finally {
    fs.closeSync(fd);
  }
}

function replaceFile(fs: FileSystem, path: string, bytes: Uint8Array): void {
  const { mode } = fs.statSync(path);
  const temp = createTempFile({ fs, beside: path, purpose: 'names' });
  try {
    writeFully(fs, temp.fd, bytes);
    fs.fchmodSync(temp.fd, mode & 0o7777);
    fs.fsyncSync(temp.fd);
    fs.renameSync(temp.path, path);
    syncFolder(fs, dirname(path));
  } finally {
    temp.discard();
  }
}

/**
 * Puts another database in the place of one, while others may have it open. A note beside it says what is being done from the
 * first rename to the last, so that a swap of a killed process is finished by whoever opens the database next. Who still
 * has the old file open keeps it, and finds by `databaseIdentity` that there is a new one.
 */
import { constants } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { type FileSystem, fileSystem } from '../../files/file-system.js';
import { readFully } from '../../files/read-fully.js';
import { syncFolder } from '../../files/sync-folder.js';
import { removeFile } from '../../files/temp-file.js';
import { writeFully } from '../../files/write-fully.js';
import { databaseFiles } from './database-identity.js';
import { acquireDatabaseLock, type DatabaseLockOptions } from './database-lock.js';

/** What is being put where; names of entries in the folder of the database. */
const SwapNote = z.looseObject({ replacement: z.string(), aside: z.string() });
type SwapNote = z.infer<typeof SwapNote>;

export interface SwapOptions {
  /** The database to be replaced. */
  path: string;
  /** A finished database in the same folder, closed and without a write-ahead log. */
  replacement: string;
  /** An empty folder in the same folder, for the old files. */
  aside: string;
  fs?: FileSystem | undefined;
}

function notePath(path: string): string {
  return `${path}.swap`;
}

/** True while a swap is going on, or was left half done. */
export function isBeingSwapped(path: string, fs: FileSystem = fileSystem): boolean {
  return fs.existsSync(notePath(path));
}

/** Swaps; the caller holds the lock of the database. */
export function swapDatabase({ path, replacement, aside, fs = fileSystem }: SwapOptions): void {
  syncFile(fs, replacement);
  const note: SwapNote = { replacement: basename(replacement), aside: basename(aside) };
  const draft = `${notePath(path)}.tmp`;
  removeFile(fs, draft);
  const fd = fs.openSync(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeFully(fs, fd, Buffer.from(JSON.stringify(note)));
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  fs.renameSync(draft, notePath(path));
  syncFolder(fs, dirname(path));
  carryOut(fs, path, note);
}

/**
 * Waits for a swap that is going on, and finishes one that a killed process left half done.
 *
 * @throws StoreError `busy` when it takes too long
 */
export async function settleSwap(options: DatabaseLockOptions): Promise<void> {
  const { path, fs = fileSystem } = options;
  if (!isBeingSwapped(path, fs)) return;
  const lock = await acquireDatabaseLock({ ...options, isDone: () => !isBeingSwapped(path, fs) });
  if (lock === null) return;
  try {
    finishSwap(path, fs);
  } finally {
    lock.release();
  }
}

/** Finishes what a note says; nothing happens without one. The caller holds the lock of the database. */
export function finishSwap(path: string, fs: FileSystem = fileSystem): void {
  if (!isBeingSwapped(path, fs)) return;
  const fd = fs.openSync(notePath(path), 'r');
  let note: SwapNote;
  try {
    const text = Buffer.alloc(fs.fstatSync(fd).size);
    readFully(fd, text, 0);
    note = SwapNote.parse(JSON.parse(text.toString('utf8')));
  } finally {
    fs.closeSync(fd);
  }
  carryOut(fs, path, note);
}

/** Every step may have been done before. */
function carryOut(fs: FileSystem, path: string, note: SwapNote): void {
  const folder = dirname(path);
  const replacement = join(folder, note.replacement);
  // Without it everything is in its place already, and what lies there is the new database.
  if (fs.existsSync(replacement)) {
    for (const file of databaseFiles(path)) {
      if (fs.existsSync(file)) fs.renameSync(file, join(folder, note.aside, basename(file)));
    }
    fs.renameSync(replacement, path);
    syncFolder(fs, join(folder, note.aside));
    syncFolder(fs, folder);
  }
  removeFile(fs, notePath(path));
  syncFolder(fs, folder);
}

function syncFile(fs: FileSystem, path: string): void {
  const fd = fs.openSync(path, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

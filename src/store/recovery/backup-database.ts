/**
 * Copies a history database into a file of its own while others write: all of one moment, checked page by page, on the disk when
 * it has its name, and never in the place of another file.
 */
import { randomUUID } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { type FileSystem, fileSystem } from '../../files/file-system.js';
import { publishFile } from '../../files/publish-file.js';
import { syncFolder } from '../../files/sync-folder.js';
import { removeFile } from '../../files/temp-file.js';
import { StoreError } from '../store-error.js';
import { checkDatabase } from './check-database.js';
import { databaseFiles } from './database-identity.js';
import { damagedDatabase, explainFileFailure } from './explain-store-failure.js';
import { openReadOnly } from './open-read-only.js';

/** 4 MiB, so that others in this process get their turn. */
const PAGES_A_STEP = 1_024;

export interface BackupOptions {
  /** The database. */
  path: string;
  /** The copy; there must be no file of that name, and its folder must be there. */
  to: string;
  fs?: FileSystem | undefined;
  /** Called after each step; what it throws ends the copying, and nothing is left. */
  onProgress?: ((progress: { bytesDone: number; bytes: number }) => void) | undefined;
}

export interface BackupReport {
  path: string;
  bytes: number;
}

/**
 * Copies the database.
 *
 * @throws StoreError `exists`, `damaged` when the database or the copy fails its check, `disk_full` and the like; no file is left
 */
export async function backupDatabase({
  path,
  to,
  fs = fileSystem,
  onProgress,
}: BackupOptions): Promise<BackupReport> {
  const target = resolve(to);
  if (fs.existsSync(target)) throw taken(target);
  const draft = join(dirname(target), `.${basename(target)}.backup.${randomUUID()}.tmp`);
  try {
    await copyAsOfNow(path, draft, onProgress);
    const problems = checkCopy(draft);
    if (problems.length > 0) throw damagedDatabase(path, problems);
    const bytes = sync(fs, draft);
    if (!publishFile(fs, draft, target)) throw taken(target);
    syncFolder(fs, dirname(target));
    return { path: target, bytes };
  } catch (error) {
    throw explainFileFailure(target, error);
  } finally {
    for (const file of databaseFiles(draft)) removeFile(fs, file);
  }
}

async function copyAsOfNow(
  path: string,
  draft: string,
  onProgress: BackupOptions['onProgress'],
): Promise<void> {
  const { connection: source } = openReadOnly(path);
  try {
    const pageBytes = Number(source.pragma('page_size', { simple: true }));
    // One snapshot from the first page to the last; otherwise every commit of somebody else begins the copy again.
    source.exec('begin');
    source.prepare('select 1 from sqlite_schema').get();
    await source.backup(draft, {
      progress({ totalPages, remainingPages }) {
        onProgress?.({ bytesDone: (totalPages - remainingPages) * pageBytes, bytes: totalPages * pageBytes });
        return PAGES_A_STEP;
      },
    });
    source.exec('commit');
  } finally {
    source.close();
  }
}

function checkCopy(draft: string): string[] {
  const copy = new Database(draft);
  try {
    // A copy is one file: no log beside it.
    copy.pragma('journal_mode = DELETE');
    return checkDatabase(copy);
  } finally {
    copy.close();
  }
}

function sync(fs: FileSystem, draft: string): number {
  const fd = fs.openSync(draft, 'r');
  try {
    fs.fsyncSync(fd);
    return fs.fstatSync(fd).size;
  } finally {
    fs.closeSync(fd);
  }
}

function taken(target: string): StoreError {
  return new StoreError(
    'exists',
    target,
    `There is a file ${target} already, and a backup takes the place of none. Name another file.`,
  );
}

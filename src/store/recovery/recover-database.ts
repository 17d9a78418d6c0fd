/**
 * Recovers a damaged history database: a fresh one is made beside it, with what the damaged one alone knew, and takes its place;
 * the damaged files are kept. One process does it, others that want it too wait and find it done; those that only read go on
 * as far as the damaged file lets them. Making the other rows again is for the projector.
 */
import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { type FileSystem, fileSystem } from '../../files/file-system.js';
import { fileSystemCode } from '../../files/file-system-code.js';
import { removeFile } from '../../files/temp-file.js';
import { migrate } from '../migrate.js';
import { openReader, openWriter } from '../open-connection.js';
import { checkDatabase } from './check-database.js';
import { databaseFiles, databaseIdentity } from './database-identity.js';
import { acquireDatabaseLock } from './database-lock.js';
import { explainFileFailure, isDamage } from './explain-store-failure.js';
import type { RecoveryReport } from './recovery-report.js';
import { type Salvage, salvage } from './salvage.js';
import { finishSwap, swapDatabase } from './swap-database.js';

export interface RecoverOptions {
  path: string;
  /** The identity of the file that damage was met in; one with another identity is not touched. */
  damaged: string | null;
  /** How it was met, in words. */
  reason: string;
  /** Unix milliseconds. */
  now: () => number;
  /** The file is damaged even if its check finds nothing. */
  believed?: boolean | undefined;
  fs?: FileSystem | undefined;
  /** How long to wait for another process that recovers, in milliseconds. */
  patienceMs?: number | undefined;
}

export type RecoveryOutcome =
  | { kind: 'recovered'; report: RecoveryReport }
  /** Another process has done it. */
  | { kind: 'replaced' }
  /** Its check finds nothing wrong: what was met was no damage of the file. */
  | { kind: 'sound' };

const NOTHING_READABLE: Salvage = { readable: false, rollouts: 0, salvaged: [] };

/**
 * Recovers the database at `path`.
 *
 * @throws StoreError `busy` when another process takes too long; `disk_full`, `read_only`, `io_failed` when no fresh one can be
 *   made, and then nothing was changed
 */
export async function recoverDatabase(options: RecoverOptions): Promise<RecoveryOutcome> {
  const { path, damaged, fs = fileSystem, patienceMs } = options;
  const isReplaced = (): boolean => {
    const identity = databaseIdentity(path);
    return identity !== null && identity !== damaged;
  };
  try {
    const lock = await acquireDatabaseLock({ path, fs, patienceMs, isDone: isReplaced });
    if (lock === null) return { kind: 'replaced' };
    try {
      finishSwap(path, fs);
      if (isReplaced()) return { kind: 'replaced' };
      return await recoverLocked(options, fs);
    } finally {
      lock.release();
    }
  } catch (error) {
    throw explainFileFailure(path, error);
  }
}

async function recoverLocked(
  { path, reason, now, believed = false }: RecoverOptions,
  fs: FileSystem,
): Promise<RecoveryOutcome> {
  const started = now();
  const damaged = openDamaged(path);
  try {
    const problems = damaged === null ? [reason] : findProblems(damaged);
    if (problems.length === 0 && !believed) return { kind: 'sound' };
    removeFreshFiles(fs, path);
    const replacement = `${path}.fresh-${randomUUID()}`;
    const saved = await makeFresh(fs, replacement, damaged);
    const aside = makeAside(fs, path, started);
    swapDatabase({ path, replacement, aside, fs });
    const report = { path, reason, keptIn: aside, ...saved, durationMs: now() - started };
    return { kind: 'recovered', report };
  } finally {
    damaged?.close();
  }
}

/** Null where SQLite finds no database in it at all. */
function openDamaged(path: string): Database.Database | null {
  try {
    return openReader(path);
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

function findProblems(damaged: Database.Database): string[] {
  try {
    return checkDatabase(damaged);
  } catch (error) {
    if (isDamage(error)) return [String(error)];
    throw error;
  }
}

/** Makes a whole database, and leaves nothing of one that cannot be made. */
async function makeFresh(
  fs: FileSystem,
  replacement: string,
  damaged: Database.Database | null,
): Promise<Salvage> {
  try {
    const fresh = openWriter(replacement);
    try {
      await migrate(fresh);
      return damaged === null ? NOTHING_READABLE : salvage(damaged, fresh);
    } finally {
      fresh.close();
    }
  } catch (error) {
    for (const file of databaseFiles(replacement)) removeFile(fs, file);
    throw error;
  }
}

/** What recoveries left that were killed; nobody else makes one while the lock is held. */
function removeFreshFiles(fs: FileSystem, path: string): void {
  const folder = dirname(path);
  for (const name of fs.readdirSync(folder)) {
    if (name.startsWith(`${basename(path)}.fresh-`)) removeFile(fs, join(folder, name));
  }
}

/** `<database>.damaged-<stamp>`, with a number where there is one of that second. */
function makeAside(fs: FileSystem, path: string, atMs: number): string {
  const stamp = new Date(atMs)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  for (let number = 1; ; number++) {
    const folder = `${path}.damaged-${stamp}${number === 1 ? '' : `-${number}`}`;
    try {
      fs.mkdirSync(folder);
      return folder;
    } catch (error) {
      if (fileSystemCode(error) !== 'EEXIST') throw error;
    }
  }
}

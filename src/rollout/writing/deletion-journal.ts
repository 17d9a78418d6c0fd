/**
 * Deletions that are decided: from the instant their entry is on disk their threads are gone, whatever of their files is
 * still there. So a thread of several files is there wholly or not at all, and who is killed in the middle leaves work
 * that the next one finishes. Codex knows nothing of it; the folder is there only while a deletion is under way.
 */
import { basename, isAbsolute, join, normalize, relative } from 'node:path';
import { z } from 'zod';
import type { FileSystem } from '../../files/file-system.js';
import { fileSystemCode, isMissing } from '../../files/file-system-code.js';
import { readSmallFile } from '../../files/read-small-file.js';
import { syncFolder } from '../../files/sync-folder.js';
import { createTempFile, removeFile, removeTempFiles } from '../../files/temp-file.js';
import { writeFully } from '../../files/write-fully.js';
import { parseRolloutName } from '../rollout-name.js';
import { toWriteError } from './write-error.js';

const FOLDER = 'thread-deletions';
const SUFFIX = '.pending';

/** Paths are relative to the home, which can be moved before the deletion is finished. */
const Entry = z.looseObject({ threadIds: z.array(z.string()), paths: z.array(z.string()) });

export interface PendingDeletion {
  home: string;
  /** The file of the entry. */
  path: string;
  threadIds: string[];
  /** Plain paths of the files to remove, in the order in which they may go. */
  paths: string[];
}

/** Decides a deletion. Durable when this returns. */
export function writeDeletion(
  fs: FileSystem,
  { home, threadIds, paths }: Omit<PendingDeletion, 'path'>,
): PendingDeletion {
  const path = join(home, FOLDER, `${threadIds[0] ?? 'none'}${SUFFIX}`);
  try {
    fs.mkdirSync(join(home, FOLDER), { recursive: true });
    const temp = createTempFile({ fs, ...tempOf(home) });
    try {
      writeFully(
        fs,
        temp.fd,
        Buffer.from(JSON.stringify({ threadIds, paths: paths.map((at) => relative(home, at)) })),
      );
      fs.fsyncSync(temp.fd);
      fs.renameSync(temp.path, path);
      syncFolder(fs, join(home, FOLDER));
    } finally {
      temp.discard();
    }
    syncFolder(fs, home);
    return { home, path, threadIds, paths };
  } catch (error) {
    throw toWriteError(error, path, 'could not be written');
  }
}

/** Notes that a deletion is done. */
export function clearDeletion(fs: FileSystem, { home, path }: Pick<PendingDeletion, 'home' | 'path'>): void {
  removeFile(fs, path);
  removeFolder(fs, home);
}

/** Removes what killed processes left in the journal of a home that decides nothing. */
export function tidyDeletions(fs: FileSystem, home: string, now: number): void {
  if (!fs.existsSync(join(home, FOLDER))) return;
  removeTempFiles({ fs, ...tempOf(home), now });
  removeFolder(fs, home);
}

/** One name for the entries of all threads before they are whole, so that they can be found. */
function tempOf(home: string): { beside: string; purpose: string } {
  return { beside: join(home, FOLDER, 'entry'), purpose: 'deletion' };
}

function removeFolder(fs: FileSystem, home: string): void {
  try {
    fs.rmdirSync(join(home, FOLDER));
  } catch (error) {
    // Another deletion is under way, or has just ended.
    if (!isMissing(error) && !NOT_EMPTY.has(fileSystemCode(error))) throw error;
  }
}

const NOT_EMPTY: ReadonlySet<string | null> = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM', 'EBUSY']);

/** The deletions of a home that are decided and not done. */
export function readDeletions(fs: FileSystem, home: string): PendingDeletion[] {
  let names: string[];
  try {
    names = fs.readdirSync(join(home, FOLDER));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  return names
    .filter((name) => name.endsWith(SUFFIX))
    .flatMap((name) => {
      const path = join(home, FOLDER, name);
      const text = readSmallFile(fs, path);
      const entry = text === null ? null : parseEntry(text);
      if (entry === null) return [];
      const paths = entry.paths.filter(isRolloutOfHome).map((at) => join(home, at));
      return [{ home, path, threadIds: entry.threadIds, paths }];
    });
}

/** Whatever an entry says, only rollouts of its home are removed for it. */
function isRolloutOfHome(path: string): boolean {
  return !isAbsolute(path) && !normalize(path).startsWith('..') && parseRolloutName(basename(path)) !== null;
}

/** Entries are written whole or not at all, so what is none was put there by somebody else, and decides nothing. */
function parseEntry(text: string): z.infer<typeof Entry> | null {
  try {
    return Entry.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

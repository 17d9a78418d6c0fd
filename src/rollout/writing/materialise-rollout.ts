/**
 * Expands a compressed rollout back to its plain file, as must be done before anything is appended to it. Appending is
 * for the writer; that nobody compresses it meanwhile is for the locks.
 */

import type { Stats } from 'node:fs';
import { dirname } from 'node:path';
import { type FileSystem, fileSystem } from '../../files/file-system.js';
import { publishFile } from '../../files/publish-file.js';
import { syncFolder } from '../../files/sync-folder.js';
import { createTempFile, removeTempFiles } from '../../files/temp-file.js';
import { writeFully } from '../../files/write-fully.js';
import { isDirectory, isLink, notFound } from '../file-system-error.js';
import { readPlainBytes } from '../read-plain-bytes.js';
import { toCompressedPath, toPlainPath } from '../rollout-name.js';
import { removeTwin } from './remove-twin.js';
import { toWriteError } from './write-error.js';

const PURPOSE = 'expand';
const PERMISSIONS = 0o7777;

export interface MaterialiseRolloutOptions {
  /** The rollout, in either representation. */
  path: string;
  fs?: FileSystem;
}

/**
 * Leaves the plain file in its place, with the permissions and times of the compressed one, and removes that; true when it
 * had to be expanded. Where both exist the plain one wins, as it does for readers. Can be stopped at any instant: there is
 * always a whole file to read, and doing it again finishes the work. A rollout that is plain is left as it is.
 * @throws RolloutError `not_found`, `is_link`, `is_directory`, `damaged_compression`, `disk_full` and other failures of
 *   writing; the compressed file is untouched then
 */
export function materialiseRollout({ path, fs = fileSystem }: MaterialiseRolloutOptions): boolean {
  const plain = toPlainPath(path);
  const compressed = toCompressedPath(path);
  try {
    const source = statFile(fs, compressed);
    const missing = statFile(fs, plain) === null;
    if (source === null) {
      if (missing) throw notFound(path);
      return false;
    }
    removeTempFiles({ fs, beside: plain, purpose: PURPOSE, now: Date.now() });
    if (missing) expand(fs, { compressed, plain, stats: source });
    removeTwin(fs, plain);
    return missing;
  } catch (error) {
    throw toWriteError(error, path, 'could not be expanded');
  }
}

/** The plain file is named only when all of it is on the disk; another process that was quicker is left its file. */
function expand(fs: FileSystem, file: { compressed: string; plain: string; stats: Stats }): void {
  const { compressed, plain, stats } = file;
  const temp = createTempFile({ fs, beside: plain, purpose: PURPOSE });
  try {
    for (const chunk of readPlainBytes({ path: compressed })) writeFully(fs, temp.fd, chunk);
    fs.fchmodSync(temp.fd, stats.mode & PERMISSIONS);
    fs.futimesSync(temp.fd, stats.atime, stats.mtime);
    fs.fsyncSync(temp.fd);
    publishFile(fs, temp.path, plain);
  } finally {
    temp.discard();
  }
  syncFolder(fs, dirname(plain));
}

function statFile(fs: FileSystem, path: string): Stats | null {
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isSymbolicLink()) throw isLink(path);
  if (!stats.isFile()) throw isDirectory(path);
  return stats;
}

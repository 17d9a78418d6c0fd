/**
 * Moves a history database of Codex that cannot be read out of its way. Codex never does that for this file (seen with
 * 0.169.0: every page fails until it is gone), but makes a new one as soon as there is none.
 */
import { realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { isMissing } from '../../files/file-system-code.js';
import { syncFolder } from '../../files/sync-folder.js';
import { makeBackupFolder } from './backup-folder.js';
import { findOpeners } from './find-openers.js';

/** The log goes first: without its database it is nothing, but beside a new one it would be in the way. */
const SUFFIXES = ['-wal', '-shm', ''];

export interface SetAsideOptions {
  fs: FileSystem;
  home: string;
  /** The database file. */
  path: string;
  /** Of this process. */
  processId: number;
  /** Unix milliseconds. */
  now: number;
}

/** The folder it lies in then, or the processes that have it open, which would go on writing to the file that was moved. */
export function setAside(options: SetAsideOptions): { movedTo: string } | { processes: number[] } {
  const { fs, home, path, processId, now } = options;
  const real = realpathSync(path);
  const processes = findOpeners(
    SUFFIXES.map((suffix) => `${real}${suffix}`),
    processId,
  );
  if (processes.length > 0) return { processes };
  const movedTo = makeBackupFolder(fs, home, now);
  for (const suffix of SUFFIXES) {
    try {
      fs.renameSync(`${path}${suffix}`, join(movedTo, `${basename(path)}${suffix}`));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  syncFolder(fs, movedTo);
  syncFolder(fs, home);
  return { movedTo };
}

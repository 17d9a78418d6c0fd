/**
 * The journal of migrations, shared with Codex: an empty file a thread, there from before anything is changed until
 * everything is finished. Whoever finds one takes the thread up again (spec: migration §4, §7).
 */

import { join } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { isMissing } from '../../files/file-system-code.js';
import { syncFolder } from '../../files/sync-folder.js';
import { removeFile } from '../../files/temp-file.js';
import { migrationsFolder } from './migration-places.js';

const SUFFIX = '.pending';

/** Durable when this returns. */
export function writeJournal(fs: FileSystem, home: string, threadId: string): void {
  const folder = migrationsFolder(home);
  const isNew = !fs.existsSync(folder);
  fs.mkdirSync(folder, { recursive: true });
  const fd = fs.openSync(join(folder, threadId + SUFFIX), 'w');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  syncFolder(fs, folder);
  if (isNew) syncFolder(fs, home);
}

/** Notes that a migration is finished, or was given up without a trace. */
export function clearJournal(fs: FileSystem, home: string, threadId: string): void {
  removeFile(fs, join(migrationsFolder(home), threadId + SUFFIX));
  syncFolder(fs, migrationsFolder(home));
}

/** The threads whose migration was begun and not finished. */
export function pendingThreads(fs: FileSystem, home: string): Set<string> {
  try {
    const names = fs.readdirSync(migrationsFolder(home));
    return new Set(
      names.flatMap((name) => (name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length).toLowerCase() : [])),
    );
  } catch (error) {
    if (isMissing(error)) return new Set();
    throw error;
  }
}

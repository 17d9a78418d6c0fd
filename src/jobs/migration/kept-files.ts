/** The files that migrations keep of rollouts, and whose they are. */

import { basename, dirname, join } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { isMissing } from '../../files/file-system-code.js';
import { removeFile } from '../../files/temp-file.js';
import { parseRolloutName } from '../../rollout/rollout-name.js';
import { clearJournal, pendingThreads } from './migration-journal.js';
import { backupFolder, migrationsFolder, receiptsFolder, revertedFolder } from './migration-places.js';
import { readReceipts } from './migration-receipt.js';
import { removeEmptyFolders } from './remove-empty-folders.js';

/** The thread that a kept file says by its name that it is of. */
export function threadOf(path: string): string | null {
  return parseRolloutName(basename(path))?.threadId ?? null;
}

/** Paths of all files below a folder; none where there is no such folder. */
export function keptBelow(fs: FileSystem, folder: string): string[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? keptBelow(fs, path) : [path];
    });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Removes everything that migrations keep of threads that were deleted: nothing of them is to stay. Can be done again. */
export function removeKeptFiles(fs: FileSystem, home: string, threadIds: ReadonlySet<string>): void {
  const receipts = readReceipts(fs, home, threadIds);
  const kept = [backupFolder(home), revertedFolder(home)]
    .flatMap((folder) => keptBelow(fs, folder))
    .filter((path) => threadIds.has(threadOf(path) ?? ''));
  const named = receipts.flatMap(({ receipt }) =>
    receipt.backup === null ? [] : join(home, receipt.backup),
  );
  for (const path of new Set([...kept, ...named])) {
    removeFile(fs, path);
    removeEmptyFolders(fs, dirname(path), migrationsFolder(home));
  }
  for (const { file } of receipts) removeFile(fs, file);
  for (const threadId of pendingThreads(fs, home)) {
    if (threadIds.has(threadId)) clearJournal(fs, home, threadId);
  }
  if (receipts.length > 0) removeEmptyFolders(fs, receiptsFolder(home), migrationsFolder(home));
}

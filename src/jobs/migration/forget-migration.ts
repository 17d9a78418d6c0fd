/** Removes the kept originals of migrations. What would be the only copy of something stays unless it is insisted on. */

import { dirname, join } from 'node:path';
import { formatTimestamp } from '../../events/format-timestamp.js';
import { type FileSystem, fileSystem } from '../../files/file-system.js';
import { removeFile } from '../../files/temp-file.js';
import { acquireMaintenanceLock } from '../../rollout/writing/maintenance-lock.js';
import { examineMigrated, type MigratedState } from './examine-migrated.js';
import { keptBelow, threadOf } from './kept-files.js';
import { migrationsFolder, revertedFolder } from './migration-places.js';
import { readReceipts, type StoredReceipt, writeReceipt } from './migration-receipt.js';
import { Pace } from './pace.js';
import { removeEmptyFolders } from './remove-empty-folders.js';

export interface ForgetMigrationOptions {
  /** Codex homes, absolute. */
  homes: readonly string[];
  /** Unix milliseconds. */
  now: () => number;
  /** Only these threads. */
  threadIds?: readonly string[] | undefined;
  /** Only says what would be removed. */
  dryRun?: boolean | undefined;
  /** Also where the rollout is gone or was changed, so that the original is the only copy. */
  force?: boolean | undefined;
  fs?: FileSystem | undefined;
}

/** A file that is kept: an original, or what a revert by force put aside. */
export interface KeptFile {
  threadId: string | null;
  path: string;
  bytes: number;
  /** `removable` in a dry run; `kept` where it would be lost. */
  status: 'removable' | 'removed' | 'kept';
  /** Why it is kept. */
  message?: string;
}

export interface ForgetRun {
  home: string;
  status: 'done' | 'busy';
  files: KeptFile[];
}

const LAST_COPY: Readonly<Partial<Record<MigratedState, string>>> = {
  gone: 'the migrated rollout is gone, so this is the only copy',
  changed: 'the rollout is not what the migration made of it, so this may be the only copy',
  original: 'its migration was interrupted; finish it with --apply, or take it back with --revert',
};

/**
 * One run for each home. Receipts stay, as a proof of what was done.
 * @throws whatever the file system throws
 */
export async function forgetMigration(options: ForgetMigrationOptions): Promise<ForgetRun[]> {
  const runs: ForgetRun[] = [];
  for (const home of options.homes) runs.push(await forgetHome(options, home));
  return runs;
}

async function forgetHome(options: ForgetMigrationOptions, home: string): Promise<ForgetRun> {
  const { dryRun = false, now, fs = fileSystem } = options;
  const threadIds = options.threadIds && new Set(options.threadIds.map((id) => id.toLowerCase()));
  const stored = readReceipts(fs, home, threadIds).filter(({ receipt }) => receipt.backup !== null);
  const aside = keptBelow(fs, revertedFolder(home)).filter(
    (path) => threadIds === undefined || threadIds.has(threadOf(path) ?? ''),
  );
  if (stored.length + aside.length === 0) return { home, status: 'done', files: [] };
  const lock = dryRun ? null : acquireMaintenanceLock({ home, fs });
  if (!dryRun && lock === null) return { home, status: 'busy', files: [] };
  const files: KeptFile[] = [];
  try {
    const pace = new Pace({ now });
    for (const one of stored) files.push(await forgetStored({ ...options, fs, home, pace }, one));
    for (const path of aside) {
      const bytes = fs.lstatSync(path).size;
      if (!dryRun) drop(fs, home, path);
      files.push({ threadId: threadOf(path), path, bytes, status: dryRun ? 'removable' : 'removed' });
    }
  } finally {
    lock?.release();
  }
  return { home, status: 'done', files };
}

async function forgetStored(
  options: ForgetMigrationOptions & { fs: FileSystem; home: string; pace: Pace },
  { file, receipt }: StoredReceipt,
): Promise<KeptFile> {
  const { fs, home, pace, now, dryRun = false, force = false } = options;
  const path = join(home, receipt.backup ?? '');
  const bytes = fs.lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const { state } = await examineMigrated(home, receipt, pace);
  const message = LAST_COPY[state];
  const kept = { threadId: receipt.threadId, path, bytes };
  if (message !== undefined && (!force || state === 'original')) return { ...kept, status: 'kept', message };
  if (dryRun) return { ...kept, status: 'removable' };
  drop(fs, home, path);
  const forgotten = { ...receipt, backup: null, forgottenAt: formatTimestamp(now()) };
  writeReceipt(fs, home, { file, receipt: forgotten }, now());
  return { ...kept, status: 'removed' };
}

function drop(fs: FileSystem, home: string, path: string): void {
  removeFile(fs, path);
  removeEmptyFolders(fs, dirname(path), migrationsFolder(home));
}

/** Puts the original of a migrated rollout back into its place. Can be done again, wherever it was interrupted. */

import { basename, dirname, join, relative } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { syncFolder } from '../../files/sync-folder.js';
import { removeFile } from '../../files/temp-file.js';
import { parseRolloutName, toCompressedPath, toPlainPath } from '../../rollout/rollout-name.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { resetPeerProjection, setPeerHistoryMode } from '../../store/peer/peer-history-mode.js';
import { digestFile } from './digest-file.js';
import type { ExaminedRollout } from './examine-migrated.js';
import { removeTemps } from './finish-migration.js';
import { keepFile, replaceName } from './keep-original.js';
import { clearJournal, pendingThreads } from './migration-journal.js';
import { migrationsFolder, receiptsFolder, revertedFolder, tempPaths } from './migration-places.js';
import { removeReceipt, type StoredReceipt } from './migration-receipt.js';
import { failure } from './migration-report.js';
import type { Pace } from './pace.js';
import { removeEmptyFolders } from './remove-empty-folders.js';
import { replaceText } from './replace-text.js';

export interface RevertRolloutOptions {
  fs: FileSystem;
  home: string;
  stored: StoredReceipt;
  rollout: ExaminedRollout;
  pace: Pace;
  database: HistoryDatabase | undefined;
}

/**
 * At every instant the path holds the whole original or the whole migrated rollout. What the migrated one has gone on with
 * is kept in a folder of its own. To be called under the locks.
 *
 * @throws MigrationStop when the original is not there any more, or not as it was; nothing was changed then
 */
export async function revertRollout(options: RevertRolloutOptions): Promise<void> {
  const { fs, home, stored, rollout } = options;
  const { receipt, file } = stored;
  const { path, state } = rollout;
  const target = join(dirname(path), basename(receipt.path));
  const rolloutId = parseRolloutName(basename(target))?.rolloutId ?? receipt.threadId;
  const backup = receipt.backup === null ? null : join(home, receipt.backup);
  if (state !== 'original') {
    // Without a backup it can lie at its place already, beside the other representation, after an interruption.
    const isKept = backup !== null && fs.existsSync(backup);
    await checkOriginal(options, isKept ? backup : target === path ? null : target);
    if (state === 'went_on' || state === 'changed') {
      keepFile({
        fs,
        from: path,
        to: join(revertedFolder(home), relative(home, path)),
        top: migrationsFolder(home),
      });
    }
    if (isKept) {
      fs.mkdirSync(dirname(target), { recursive: true });
      const kept = fs.lstatSync(backup, { bigint: true });
      replaceText({ database: options.database, rolloutId, historyMode: 'legacy' }, () =>
        replaceName({ fs, from: backup, to: target }, kept, tempPaths(target).staged),
      );
    }
    syncFolder(fs, dirname(target));
    if (target !== path) removeFile(fs, path);
  }
  // The plain one counts, and is the original; the other one can only be of the migrated text.
  if (target === toPlainPath(target) && fs.existsSync(target)) removeFile(fs, toCompressedPath(target));
  if (backup !== null) {
    removeFile(fs, backup);
    removeEmptyFolders(fs, dirname(backup), migrationsFolder(home));
  }
  setPeerHistoryMode(home, { threadId: receipt.threadId, mode: 'legacy' });
  resetPeerProjection(home, rolloutId, null);
  removeTemps(fs, target);
  if (pendingThreads(fs, home).has(receipt.threadId)) clearJournal(fs, home, receipt.threadId);
  removeReceipt(fs, home, file);
  removeEmptyFolders(fs, receiptsFolder(home), migrationsFolder(home));
}

/** What a writer without locks appended while it was migrated is a part of the original. */
async function checkOriginal({ fs, stored, pace }: RevertRolloutOptions, kept: string | null): Promise<void> {
  const { original, backup } = stored.receipt;
  if (kept === null || !fs.existsSync(kept)) throw lost(`The original ${backup ?? ''} is not there any more`);
  const { bytes, sha256 } = await digestFile(fs, kept, pace, original.bytes);
  if (bytes !== original.bytes || sha256 !== original.sha256)
    throw lost(`The original ${kept} is not what it was`);
}

function lost(what: string) {
  return failure('rollout_publish_failed', `${what}. The migrated rollout stays.`);
}

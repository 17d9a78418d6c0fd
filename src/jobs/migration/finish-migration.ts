/** What is left to do when a migrated rollout has its place. Every step can be done again, so an interrupted run is finished. */

import type { FileSystem } from '../../files/file-system.js';
import { removeFile } from '../../files/temp-file.js';
import { resetPeerProjection, setPeerHistoryMode } from '../../store/peer/peer-history-mode.js';
import { clearJournal } from './migration-journal.js';
import { tempPaths } from './migration-places.js';

export interface FinishOptions {
  fs: FileSystem;
  home: string;
  threadId: string;
  rolloutId: string;
  /** The rollout in its place, on disk. */
  path: string;
  /** Length of its text. */
  plainBytes: number;
  /** The name that the thread was shown under. */
  name: string | null;
}

/**
 * Tells Codex's databases, if there are any, removes hidden files, and takes the journal away last.
 * @throws StoreError `busy` while Codex's databases are written; the journal stays then
 */
export function finishMigration(options: FinishOptions): void {
  const { fs, home, threadId, rolloutId, path, plainBytes, name } = options;
  setPeerHistoryMode(home, { threadId, mode: 'paginated', name });
  resetPeerProjection(home, rolloutId, plainBytes);
  removeTemps(fs, path);
  clearJournal(fs, home, threadId);
}

/** Removes the hidden files of a migration of this rollout, of Codex or ours. */
export function removeTemps(fs: FileSystem, path: string): void {
  for (const temp of Object.values(tempPaths(path))) removeFile(fs, temp);
}

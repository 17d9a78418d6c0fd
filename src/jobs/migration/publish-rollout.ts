/** The moment in which a migrated rollout takes the place of the legacy one, of which nothing is lost. */

import type { BigIntStats } from 'node:fs';
import { dirname } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { syncFolder } from '../../files/sync-folder.js';
import { isSameFile } from './keep-original.js';
import { busy } from './migration-report.js';

export interface PublishOptions {
  fs: FileSystem;
  /** The legacy rollout, as it was when the work began. */
  path: string;
  stats: BigIntStats;
  /** The finished file, under its hidden name. */
  staged: string;
  /** Where the original is kept. */
  backup: string;
}

/**
 * At every instant the path holds the whole legacy rollout or the whole migrated one. Durable when this returns. The
 * original is kept already.
 * @throws MigrationStop `skipped_busy` when somebody wrote to the rollout meanwhile, who knows of no locks: it is legacy then
 */
export function publishRollout(options: PublishOptions): void {
  const { fs, path, stats, staged } = options;
  if (!isUntouched(stats, look(fs, path))) throw writtenMeanwhile();
  fs.renameSync(staged, path);
  if (!wentOnMeanwhile(options)) {
    syncFolder(fs, dirname(path));
    return;
  }
  bringBack(options);
  throw writtenMeanwhile();
}

/** Written to between the last look and the rename: the kept file is the same one, and has it. */
function wentOnMeanwhile({ fs, stats, backup }: PublishOptions): boolean {
  const kept = look(fs, backup);
  return kept !== undefined && isSameFile(stats, kept) && !isUntouched(stats, kept);
}

function bringBack({ fs, path, staged, backup }: PublishOptions): void {
  fs.linkSync(backup, staged);
  fs.renameSync(staged, path);
  syncFolder(fs, dirname(path));
}

/** Codex compares length and time; the file itself has to be the same, too. */
function isUntouched(before: BigIntStats, now: BigIntStats | undefined): boolean {
  return (
    now !== undefined && isSameFile(before, now) && now.size === before.size && now.mtimeNs === before.mtimeNs
  );
}

function look(fs: FileSystem, path: string): BigIntStats | undefined {
  return fs.lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

function writtenMeanwhile() {
  return busy('Somebody wrote to the rollout while it was converted. Run again when the thread is closed.');
}

/** Undoes a migration that came to nothing before its file was published (spec: migration §6). */

import type { BigIntStats } from 'node:fs';
import type { FileSystem } from '../../files/file-system.js';
import { removeFile } from '../../files/temp-file.js';
import { readRolloutHead } from '../../rollout/read-rollout-head.js';
import { RolloutError } from '../../rollout/rollout-error.js';
import { removeTemps } from './finish-migration.js';
import { isSameFile } from './keep-original.js';
import { clearJournal } from './migration-journal.js';
import { removeReceipt } from './migration-receipt.js';
import { MigrationStop, messageOf } from './migration-report.js';

/** What an attempt may have left. */
export interface Traces {
  /** The rollout. */
  path: string;
  /** Of it, when the attempt began. */
  stats: BigIntStats;
  backup: string;
  /** The attempt got as far as keeping the original. */
  kept: boolean;
  /** File of the receipt; null before one was written. */
  receipt: string | null;
}

/**
 * Leaves the rollout as it was, without a trace of the attempt, unless it is no longer the legacy one: then the journal
 * stays, and the next run finishes. What goes wrong here is added to the message.
 *
 * @returns the error to go on with
 */
export function takeBack(
  { fs, home }: { fs: FileSystem; home: string },
  traces: Traces & { threadId: string },
  error: unknown,
): unknown {
  const { path, stats, receipt, threadId } = traces;
  try {
    const now = fs.lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (now !== undefined && !isSameFile(stats, now) && !isLegacy(path)) return error;
    if (removeBackup(fs, traces, now) && receipt !== null) removeReceipt(fs, home, receipt);
    removeTemps(fs, path);
    clearJournal(fs, home, threadId);
    return error;
  } catch (further) {
    const told = `${messageOf(error)} Tidying up failed, too: ${messageOf(further)}`;
    return error instanceof MigrationStop ? new MigrationStop(error.outcome, told, { cause: error }) : error;
  }
}

/** What cannot be read may be anything. */
function isLegacy(path: string): boolean {
  try {
    return readRolloutHead({ path }).historyMode === 'legacy';
  } catch (error) {
    if (error instanceof RolloutError) return false;
    throw error;
  }
}

/** Only where the rollout is certain to be left: by its own name, or by one that it was moved to. */
function removeBackup(
  fs: FileSystem,
  { stats, backup, kept, receipt }: Traces,
  now: BigIntStats | undefined,
): boolean {
  const there = fs.lstatSync(backup, { bigint: true, throwIfNoEntry: false });
  if (there === undefined || !kept) return true;
  const isLink = isSameFile(there, stats) && there.nlink > 1n;
  const isCopy = now !== undefined && receipt !== null;
  if (isLink || isCopy) removeFile(fs, backup);
  return isLink || isCopy;
}

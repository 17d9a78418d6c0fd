/** Takes migrations back: the originals of the receipts of a home get their places again. */

import type { FileSystem } from '../../files/file-system.js';
import { fileSystem } from '../../files/file-system.js';
import { RolloutError } from '../../rollout/rollout-error.js';
import { acquireMaintenanceLock } from '../../rollout/writing/maintenance-lock.js';
import { acquireWriterLock } from '../../rollout/writing/writer-lock.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { examineMigrated, type MigratedState } from './examine-migrated.js';
import { readReceipts, type StoredReceipt } from './migration-receipt.js';
import { messageOf } from './migration-report.js';
import { Pace, Stopped } from './pace.js';
import { revertRollout } from './revert-rollout.js';

export interface RevertMigrationOptions {
  /** Codex homes, absolute. */
  homes: readonly string[];
  /** Unix milliseconds. */
  now: () => number;
  /** Only these threads. */
  threadIds?: readonly string[] | undefined;
  /**
   * Also where the migrated rollout has gone on, or was changed, or is gone: what it holds is then kept in a folder of its own,
   * and the thread goes on from the original.
   */
  force?: boolean | undefined;
  maxBytesPerSecond?: number | undefined;
  signal?: AbortSignal | undefined;
  program?: string | undefined;
  /** Forgets what it projected of rollouts that are reverted. */
  database?: HistoryDatabase | undefined;
  fs?: FileSystem | undefined;
}

/**
 * - `reverted`: the original is in its place
 * - `refused`: the migrated rollout has gone on, was changed or is gone, and nobody insisted; or the original was forgotten
 * - `skipped_busy`: somebody writes the thread
 */
export interface RevertOutcome {
  rolloutPath: string;
  threadId: string;
  status: 'reverted' | 'refused' | 'skipped_busy' | 'failed';
  message?: string;
}

export interface RevertRun {
  home: string;
  status: 'done' | 'stopped' | 'busy';
  outcomes: RevertOutcome[];
}

const REFUSALS: Readonly<Partial<Record<MigratedState, string>>> = {
  went_on: 'it has gone on since, and what was said then would be missing; --force keeps that aside',
  changed: 'it is not what the migration made of it; --force keeps it aside',
  gone: 'the rollout is not there any more; --force brings the original back',
};

/** One run for each home; a receipt after the other. */
export async function revertMigration(options: RevertMigrationOptions): Promise<RevertRun[]> {
  const runs: RevertRun[] = [];
  for (const home of options.homes) {
    if (options.signal?.aborted) break;
    runs.push(await revertHome(options, home));
  }
  return runs;
}

async function revertHome(options: RevertMigrationOptions, home: string): Promise<RevertRun> {
  const { now, signal, maxBytesPerSecond, fs = fileSystem } = options;
  const run: RevertRun = { home, status: 'done', outcomes: [] };
  const threadIds = options.threadIds && new Set(options.threadIds.map((id) => id.toLowerCase()));
  const receipts = readReceipts(fs, home, threadIds);
  if (receipts.length === 0) return run;
  const lock = acquireMaintenanceLock({ home, fs });
  if (lock === null) return { ...run, status: 'busy' };
  const pace = new Pace({ now, signal, maxBytesPerSecond });
  try {
    for (const stored of receipts) run.outcomes.push(await revertStored(options, { home, fs, stored, pace }));
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    run.status = 'stopped';
  } finally {
    lock.release();
  }
  return run;
}

async function revertStored(
  { now, force = false, program, database }: RevertMigrationOptions,
  { home, fs, stored, pace }: { home: string; fs: FileSystem; stored: StoredReceipt; pace: Pace },
): Promise<RevertOutcome> {
  const { receipt } = stored;
  const { threadId } = receipt;
  let rolloutPath = receipt.path;
  const tell = (status: RevertOutcome['status'], message?: string): RevertOutcome => ({
    rolloutPath,
    threadId,
    status,
    ...(message !== undefined && { message }),
  });
  try {
    const lock = acquireWriterLock({ home, threadId, fs, now, ...(program !== undefined && { program }) });
    try {
      const rollout = await examineMigrated(home, receipt, pace);
      rolloutPath = rollout.path;
      const refusal = REFUSALS[rollout.state];
      if (refusal !== undefined && !force) return tell('refused', refusal);
      if (receipt.backup === null && rollout.state !== 'original') {
        return tell('refused', `its original was forgotten ${receipt.forgottenAt ?? ''}`.trim());
      }
      await revertRollout({ fs, home, stored, rollout, pace, database });
      return tell('reverted');
    } finally {
      lock.release();
    }
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const locked = error instanceof RolloutError && ['thread_locked', 'locks_busy'].includes(error.code);
    return tell(locked ? 'skipped_busy' : 'failed', messageOf(error));
  }
}

/** Migrates one rollout: looks what it is, takes it for itself, and leaves it migrated, or exactly as it was. */

import type { FileSystem } from '../../files/file-system.js';
import type { ZstdEncoder } from '../../rollout/compression/zstd-encoder.js';
import { RolloutError } from '../../rollout/rollout-error.js';
import type { RolloutFile } from '../../rollout/rollout-file.js';
import { acquireWriterLock, type WriterLock } from '../../rollout/writing/writer-lock.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { setPeerHistoryMode } from '../../store/peer/peer-history-mode.js';
import { convertInPlace } from './convert-in-place.js';
import type { RolloutConverter } from './converter.js';
import { digestPlainText } from './digest-file.js';
import { finishMigration } from './finish-migration.js';
import { busy, failure, type MigrationOutcome, MigrationStop, messageOf } from './migration-report.js';
import type { Pace } from './pace.js';
import { Stopped } from './pace.js';
import type { PeerNames } from './peer-names.js';
import { type KnownRollout, readRolloutKind } from './read-rollout-kind.js';

export interface MigrateRolloutOptions {
  fs: FileSystem;
  home: string;
  now: () => number;
  apply: boolean;
  recover: boolean;
  /** Named in receipts and to whoever is refused the thread meanwhile. */
  program: string;
  converter: RolloutConverter;
  encoder: () => Promise<ZstdEncoder>;
  pace: Pace;
  /** Forgets what it projected of a rollout that is migrated. */
  database: HistoryDatabase | undefined;
  names: PeerNames;
  /** Threads whose migration was interrupted. */
  pending: ReadonlySet<string>;
  /** Only these; all when absent. */
  threadIds: ReadonlySet<string> | undefined;
}

type Result = Pick<MigrationOutcome, 'status' | 'bytesBefore' | 'bytesAfter' | 'message'>;

/**
 * Null for a rollout of a thread that was not asked for.
 * @throws Stopped when the caller does not want the work any more; nothing was changed then
 */
export async function migrateRollout(
  options: MigrateRolloutOptions,
  found: RolloutFile,
): Promise<MigrationOutcome | null> {
  const { pace, threadIds } = options;
  const before = pace.bytes;
  let { threadId, path } = found;
  const tell = (result: Omit<MigrationOutcome, 'rolloutPath' | 'threadId' | 'bytesProcessed'>) => ({
    rolloutPath: path,
    threadId,
    bytesProcessed: pace.bytes - before,
    ...result,
  });
  try {
    const kind = readRolloutKind(found);
    const rollout = kind === 'empty' ? lookAgainAtEmpty(options, found) : kind;
    if (rollout === 'empty') return wanted(threadIds, threadId) ? tell({ status: 'skipped_empty' }) : null;
    threadId = rollout.threadId;
    path = rollout.file.path;
    if (!wanted(threadIds, threadId)) return null;
    return tell(await decide(options, rollout));
  } catch (error) {
    if (error instanceof Stopped) throw error;
    if (!wanted(threadIds, threadId)) return null;
    if (!(error instanceof MigrationStop)) {
      return tell({ status: 'failed', failureReason: 'unknown', message: messageOf(error) });
    }
    return tell({ ...error.outcome, message: error.message });
  }
}

function wanted(threadIds: ReadonlySet<string> | undefined, threadId: string | null): boolean {
  return threadIds === undefined || (threadId !== null && threadIds.has(threadId));
}

async function decide(options: MigrateRolloutOptions, rollout: KnownRollout): Promise<Result> {
  const { home, apply, pending, names } = options;
  const { threadId, historyMode } = rollout;
  if (historyMode === 'legacy') return apply ? underLock(options, rollout) : { status: 'eligible' };
  if (apply && pending.has(threadId)) return underLock(options, rollout);
  if (apply && names.needsRepair(threadId)) {
    setPeerHistoryMode(home, { threadId, mode: 'paginated', name: names.of(threadId) });
  }
  return { status: 'already_paginated' };
}

/** Holds off writers, and looks again what the rollout is: it may have been moved, or migrated, before. */
async function underLock(options: MigrateRolloutOptions, known: KnownRollout): Promise<Result> {
  const { threadId } = known;
  const lock = lockThread(options, threadId);
  try {
    const rollout = readRolloutKind(known.file);
    if (rollout === 'empty' || rollout.threadId !== threadId) {
      throw busy(`Rollout ${known.file.path} was put in the place of another one just now. Run again.`);
    }
    if (rollout.historyMode === 'legacy') {
      return await convertInPlace({ ...options, stay: () => lock.touch() }, rollout);
    }
    return await recover(options, rollout);
  } finally {
    lock.release();
  }
}

/** Finishes what an interrupted run, of Codex or ours, had published. */
async function recover(
  { fs, home, pace, names }: MigrateRolloutOptions,
  { threadId, rolloutId, file }: KnownRollout,
): Promise<Result> {
  const { path } = file;
  try {
    const { bytes: plainBytes } = await digestPlainText(path, pace);
    finishMigration({ fs, home, threadId, rolloutId, path, plainBytes, name: names.of(threadId) });
    return { status: 'migrated', bytesAfter: fs.lstatSync(path).size };
  } catch (error) {
    if (error instanceof Stopped) throw error;
    throw failure('interrupted_migration_recovery_failed', messageOf(error), error);
  }
}

/** A writer makes the file first and writes its session_meta then; while it is at that, the file is not just empty. */
function lookAgainAtEmpty(options: MigrateRolloutOptions, found: RolloutFile): KnownRollout | 'empty' {
  if (!options.apply || found.threadId === null) return 'empty';
  if (!wanted(options.threadIds, found.threadId)) return 'empty';
  const lock = lockThread(options, found.threadId);
  try {
    return readRolloutKind(found);
  } finally {
    lock.release();
  }
}

function lockThread({ home, fs, now, program }: MigrateRolloutOptions, threadId: string): WriterLock {
  try {
    return acquireWriterLock({ home, threadId, fs, now, program });
  } catch (error) {
    if (!(error instanceof RolloutError)) throw error;
    if (error.code === 'thread_locked' || error.code === 'locks_busy') throw busy(error.message, error);
    throw failure('unknown', error.message, error);
  }
}

/** What a migration tells: of each rollout, and of each home. The words are Codex's where it has the same (spec: migration §1). */

/**
 * What became of a rollout:
 *
 * - `eligible`: legacy, would be migrated; in a dry run only
 * - `migrated`: now, or by an interrupted run that was finished now
 * - `already_paginated`: there was nothing to do
 * - `skipped_empty`: has no bytes
 * - `skipped_busy`: somebody writes the thread, or wrote to the file while it was converted
 * - `failed`: was left exactly as it was, unless `failureReason` says that a finished one could not be tidied up
 */
export type MigrationStatus =
  | 'eligible'
  | 'migrated'
  | 'already_paginated'
  | 'skipped_empty'
  | 'skipped_busy'
  | 'failed';

/**
 * Why a rollout failed. Codex's reasons that speak of its database do not occur. `coverage_not_proven` is ours: something
 * that was shown before would not be shown, or shown otherwise, after.
 */
export type MigrationFailure =
  | 'invalid_session_metadata'
  | 'rollout_read_failed'
  | 'legacy_rollout_conversion_failed'
  | 'coverage_not_proven'
  | 'rollout_publish_failed'
  | 'interrupted_migration_recovery_failed'
  | 'unknown';

export interface MigrationOutcome {
  /** The file on disk, with `.zst` when it is compressed. */
  rolloutPath: string;
  /** Null where nothing says whose it is. */
  threadId: string | null;
  status: MigrationStatus;
  failureReason?: MigrationFailure;
  message?: string;
  /** Read, written and checked in all. */
  bytesProcessed: number;
  /** Of the file on disk before; missing where that is not known. */
  bytesBefore?: number;
  /** Of the migrated file on disk. */
  bytesAfter?: number;
}

/**
 * What became of a home:
 *
 * - `done`: every rollout came to its outcome
 * - `stopped`: the caller asked to leave off
 * - `busy`: another program compresses or migrates there
 */
export interface MigrationRun {
  home: string;
  status: 'done' | 'stopped' | 'busy';
  outcomes: MigrationOutcome[];
  durationMs: number;
}

/** How far the work has come. Bytes are of files on disk, but for `bytesProcessed`. */
export interface MigrationProgress {
  rolloutsDone: number;
  rollouts: number;
  bytesDone: number;
  bytes: number;
  bytesProcessed: number;
}

/** Ends the work on one rollout with an outcome that is not `migrated`. */
export class MigrationStop extends Error {
  override readonly name = 'MigrationStop';

  constructor(
    readonly outcome: Pick<MigrationOutcome, 'status' | 'failureReason'>,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The end of a rollout that failed. */
export function failure(reason: MigrationFailure, message: string, cause?: unknown): MigrationStop {
  return new MigrationStop({ status: 'failed', failureReason: reason }, message, { cause });
}

/** The end of a rollout that somebody else is at. */
export function busy(message: string, cause?: unknown): MigrationStop {
  return new MigrationStop({ status: 'skipped_busy' }, message, { cause });
}

/** What to say of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

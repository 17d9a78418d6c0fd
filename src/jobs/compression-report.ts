/** What a run of the compression tells: of each rollout, and in all. */

import type { CompressionOutcome, CompressionSkip } from '../rollout/compression/compression-outcome.js';
import type { CompressionFailure } from './rollout-compressors.js';

/** What became of one rollout; `compressible` in a dry run only. */
export type RolloutReport = { path: string; threadId: string | null } & RolloutResult;
export type RolloutResult =
  | (CompressionOutcome & { durationMs?: number })
  | CompressionFailure
  | { status: 'compressible'; plainBytes: number };

export interface CompressionTotals {
  /** All that were looked at. */
  rollouts: number;
  compressed: number;
  /** Had been compressed before; only the plain file was still to be removed. */
  finished: number;
  /** Would be compressed. */
  compressible: number;
  failed: number;
  skipped: number;
  skippedBy: Partial<Record<CompressionSkip, number>>;
  /** Of those compressed, finished or compressible. */
  plainBytes: number;
  /** Of those compressed or finished. */
  compressedBytes: number;
  /** Hidden files of killed processes that were removed. */
  leftoversRemoved: number;
  durationMs: number;
}

/**
 * What became of a home:
 *
 * - `done`: every rollout that could be compressed was
 * - `stopped`: the caller asked to leave off
 * - `throttled`: the last run, of Codex or ours, began less than six hours ago
 * - `busy`: another program compresses or migrates
 */
export type CompressionRun = { home: string; totals: CompressionTotals } & (
  | { status: 'done' | 'stopped' | 'busy' }
  /** Unix milliseconds from when on it may run again. */
  | { status: 'throttled'; until: number }
);

export function noTotals(): CompressionTotals {
  return {
    rollouts: 0,
    compressed: 0,
    finished: 0,
    compressible: 0,
    failed: 0,
    skipped: 0,
    skippedBy: {},
    plainBytes: 0,
    compressedBytes: 0,
    leftoversRemoved: 0,
    durationMs: 0,
  };
}

/** Counts one more rollout. */
export function addReport(totals: CompressionTotals, report: RolloutReport): void {
  totals.rollouts++;
  totals[report.status]++;
  if (report.status === 'skipped') {
    totals.skippedBy[report.reason] = (totals.skippedBy[report.reason] ?? 0) + 1;
  } else if (report.status !== 'failed') {
    totals.plainBytes += report.plainBytes;
    if (report.status !== 'compressible') totals.compressedBytes += report.compressedBytes;
  }
}

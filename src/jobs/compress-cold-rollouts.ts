/**
 * Compresses the cold rollouts of a home, the archived ones first. Codex and we keep out of each other's way by its
 * maintenance lock and its marker. How one rollout is compressed is for the rollout room.
 */

import { type FileSystem, fileSystem } from '../files/file-system.js';
import { type Metrics, NO_METRICS } from '../metrics/index.js';
import { acquireMaintenanceLock } from '../rollout/writing/maintenance-lock.js';
import { type CompressionProgress, compressQueue } from './compress-queue.js';
import { claimCompressionMarker, removeCompressionMarker } from './compression-marker.js';
import {
  addReport,
  type CompressionRun,
  type CompressionTotals,
  noTotals,
  type RolloutReport,
} from './compression-report.js';
import { startCompressors } from './compression-threads.js';
import { type CompressibleRollouts, findCompressibleRollouts } from './find-compressible-rollouts.js';
import { removeCompressionLeftovers } from './remove-compression-leftovers.js';

/** How long a rollout lies untouched before it counts as cold (spec: feature-origins 004.26). */
export const COLD_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

export interface CompressColdRolloutsOptions {
  /** The Codex home, absolute. */
  home: string;
  /** Unix milliseconds. */
  now: () => number;
  /** Of this process, for the marker. */
  processId: number;
  /** Untouched for at least that long; 7 days unless told. */
  olderThanMs?: number | undefined;
  /** Only the rollouts of this thread. Such a run neither minds the marker nor leaves one. */
  threadId?: string | undefined;
  /** Only says what would be done. Minds neither lock nor marker. */
  dryRun?: boolean | undefined;
  /** Minds no marker, but leaves one. */
  force?: boolean | undefined;
  /** Rollouts that are being compressed then stay plain; the marker goes, since the work was not done. */
  signal?: AbortSignal | undefined;
  /** Told of each rollout when it has come to its end. */
  onReport?: ((report: RolloutReport) => void | Promise<void>) | undefined;
  onProgress?: ((progress: CompressionProgress) => void) | undefined;
  metrics?: Metrics | undefined;
  fs?: FileSystem | undefined;
  /** Who does the work; two worker threads unless told. */
  startCompressors?: typeof startCompressors | undefined;
}

/**
 * Compresses what is cold in one home. A rollout that fails is reported, and the others go on.
 * @throws whatever the file system throws outside of single rollouts, when all that was begun has come to its end
 */
export async function compressColdRollouts(options: CompressColdRolloutsOptions): Promise<CompressionRun> {
  if (options.dryRun) return dryRun(options);
  const run = await underLock(options);
  options.metrics?.count('threadloom_compression_runs_total', { outcome: run.status });
  return run;
}

async function dryRun(options: CompressColdRolloutsOptions): Promise<CompressionRun> {
  const { home, now } = options;
  const started = now();
  const totals = noTotals();
  for (const { path, threadId, bytes } of (await look(options, totals)).candidates) {
    await tell(options, totals, { path, threadId, status: 'compressible', plainBytes: bytes });
  }
  totals.durationMs = now() - started;
  return { home, status: 'done', totals };
}

async function underLock(options: CompressColdRolloutsOptions): Promise<CompressionRun> {
  const { home, now, processId, threadId, force = false, signal, fs = fileSystem } = options;
  const started = now();
  const totals = noTotals();
  const lock = acquireMaintenanceLock({ home, fs });
  if (lock === null) return { home, status: 'busy', totals };
  let unfinished = false;
  try {
    if (threadId === undefined) {
      const claim = claimCompressionMarker({ fs, home, now, processId, force });
      if (claim.status === 'throttled') return { home, status: 'throttled', until: claim.until, totals };
      unfinished = true;
    }
    totals.leftoversRemoved = removeCompressionLeftovers({ fs, home, now });
    await compressFound(options, totals);
    totals.durationMs = now() - started;
    if (signal?.aborted) return { home, status: 'stopped', totals };
    unfinished = false;
    return { home, status: 'done', totals };
  } finally {
    if (unfinished) removeCompressionMarker({ fs, home });
    lock.release();
  }
}

async function compressFound(options: CompressColdRolloutsOptions, totals: CompressionTotals): Promise<void> {
  const { home, now, signal, onProgress, metrics = NO_METRICS } = options;
  const { candidates } = await look(options, totals);
  if (candidates.length === 0) return;
  const compressors = await (options.startCompressors ?? startCompressors)({ now, fs: options.fs });
  try {
    await compressQueue({
      home,
      modifiedBy: modifiedBy(options),
      candidates,
      compressors,
      now,
      signal,
      onProgress,
      async onResult({ path, threadId }, result) {
        if ('durationMs' in result && result.durationMs !== undefined) {
          metrics.observe('threadloom_compression_seconds', {}, result.durationMs / 1000);
        }
        await tell(options, totals, { path, threadId, ...result });
      },
    });
  } finally {
    await compressors.close();
  }
}

/** Finds out what there is to do, and reports what is left alone. */
async function look(
  options: CompressColdRolloutsOptions,
  totals: CompressionTotals,
): Promise<CompressibleRollouts> {
  const { home, threadId, fs = fileSystem } = options;
  const found = findCompressibleRollouts({ fs, home, threadId, modifiedBy: modifiedBy(options) });
  for (const skip of found.skipped) await tell(options, totals, { ...skip, status: 'skipped' });
  for (const failure of found.failed) await tell(options, totals, { ...failure, status: 'failed' });
  return found;
}

function modifiedBy({ now, olderThanMs = COLD_AFTER_MS }: CompressColdRolloutsOptions): number {
  return now() - olderThanMs;
}

async function tell(
  options: CompressColdRolloutsOptions,
  totals: CompressionTotals,
  report: RolloutReport,
): Promise<void> {
  const { dryRun: onlyLooking, metrics = NO_METRICS, onReport } = options;
  addReport(totals, report);
  if (!onlyLooking) {
    const outcome = report.status === 'skipped' ? report.reason : report.status;
    metrics.count('threadloom_compression_rollouts_total', { outcome });
    if (report.status === 'compressed') {
      metrics.count('threadloom_compression_bytes_total', { side: 'plain' }, report.plainBytes);
      metrics.count('threadloom_compression_bytes_total', { side: 'compressed' }, report.compressedBytes);
    }
  }
  await onReport?.(report);
}

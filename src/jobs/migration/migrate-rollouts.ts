/**
 * Migrates the legacy rollouts of homes to paginated ones, as Codex's `migrate-rollouts` does (spec: migration §1–§3), but
 * with the originals kept, and only where it is proved that everything that was shown is shown after.
 */

import { type FileSystem, fileSystem } from '../../files/file-system.js';
import { loadZstdEncoder } from '../../rollout/compression/zstd-encoder.js';
import { acquireMaintenanceLock } from '../../rollout/writing/maintenance-lock.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { legacyConverter, type RolloutConverter } from './converter.js';
import { migrateRollout } from './migrate-rollout.js';
import { pendingThreads } from './migration-journal.js';
import type { MigrationOutcome, MigrationProgress, MigrationRun } from './migration-report.js';
import { Pace, Stopped } from './pace.js';
import { PeerNames } from './peer-names.js';
import { scanRollouts } from './scan-rollouts.js';

export interface MigrateRolloutsOptions {
  /** Codex homes, absolute. */
  homes: readonly string[];
  /** Unix milliseconds. */
  now: () => number;
  /** Only says what would be done unless told, and changes nothing. */
  apply?: boolean | undefined;
  /** Only these threads. */
  threadIds?: readonly string[] | undefined;
  /** Writes calls and outputs that legacy events left out as items. */
  recover?: boolean | undefined;
  /** Of all that is read and written; no limit unless told. */
  maxBytesPerSecond?: number | undefined;
  /** The rollout that is worked on then stays as it is. */
  signal?: AbortSignal | undefined;
  /** Told of each rollout when it has come to its end. */
  onOutcome?: ((outcome: MigrationOutcome) => void | Promise<void>) | undefined;
  onProgress?: ((progress: MigrationProgress) => void) | undefined;
  /** Named in receipts, and to whoever is refused a thread meanwhile; `threadloom` unless told. */
  program?: string | undefined;
  /** Forgets what it projected of rollouts that are migrated, so that they are simply projected again. */
  database?: HistoryDatabase | undefined;
  fs?: FileSystem | undefined;
  converter?: RolloutConverter | undefined;
  /** Waits that many milliseconds. */
  sleep?: ((ms: number) => Promise<void>) | undefined;
}

/**
 * One run for each home, in their order; after a stop the further ones are left out. A rollout that fails is told of, and
 * the others go on.
 * @throws whatever the file system throws outside of single rollouts
 */
export async function migrateRollouts(options: MigrateRolloutsOptions): Promise<MigrationRun[]> {
  const runs: MigrationRun[] = [];
  for (const home of options.homes) {
    if (options.signal?.aborted) break;
    runs.push(await migrateHome(options, home));
  }
  return runs;
}

async function migrateHome(options: MigrateRolloutsOptions, home: string): Promise<MigrationRun> {
  const { apply = false, now, fs = fileSystem } = options;
  const started = now();
  const run: MigrationRun = { home, status: 'done', outcomes: [], durationMs: 0 };
  const lock = apply ? acquireMaintenanceLock({ home, fs }) : null;
  if (apply && lock === null) return { ...run, status: 'busy' };
  try {
    await migrateFound(options, run);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    run.status = 'stopped';
  } finally {
    lock?.release();
  }
  run.durationMs = now() - started;
  return run;
}

async function migrateFound(options: MigrateRolloutsOptions, run: MigrationRun): Promise<void> {
  const { home } = run;
  const { apply = false, fs = fileSystem, now, signal, onOutcome, onProgress } = options;
  const threadIds = options.threadIds && new Set(options.threadIds.map((id) => id.toLowerCase()));
  const pending = apply ? pendingThreads(fs, home) : new Set<string>();
  const found = scanRollouts({ fs, home, pending, threadIds });
  const progress: MigrationProgress = {
    rolloutsDone: 0,
    rollouts: found.length,
    bytesDone: 0,
    bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
    bytesProcessed: 0,
  };
  const { maxBytesPerSecond, sleep } = options;
  const onRest = (bytesProcessed: number): void => onProgress?.({ ...progress, bytesProcessed });
  const pace = new Pace({ now, maxBytesPerSecond, signal, sleep, onRest });
  const shared = {
    fs,
    home,
    now,
    apply,
    recover: options.recover ?? false,
    program: options.program ?? 'threadloom',
    converter: options.converter ?? legacyConverter,
    encoder: loadZstdEncoder,
    pace,
    database: options.database,
    names: new PeerNames(home),
    pending,
    threadIds,
  };
  for (const file of found) {
    if (signal?.aborted) throw new Stopped();
    const outcome = await migrateRollout(shared, file);
    progress.rolloutsDone++;
    progress.bytesDone += file.bytes;
    onRest(pace.bytes);
    if (outcome === null) continue;
    run.outcomes.push(outcome);
    await onOutcome?.(outcome);
  }
}

/**
 * Makes all rows anew in a database beside the one in use, proves that nothing is missing there, and swaps it in. Readers
 * and projections go on until the swap and after it; whatever happens before leaves the old rows.
 */

import type { FileSystem } from '../../files/file-system.js';
import { fileSystem } from '../../files/file-system.js';
import { projectThreads, type ThreadReport, type ThreadsProgress } from '../../projector/project-threads.js';
import type { Projector } from '../../projector/projector.js';
import { listCheckpoints } from '../../store/all-checkpoints.js';
import { readCheckpoint } from '../../store/checkpoint.js';
import { copyThreads, countRolloutRows, withOtherDatabase } from '../../store/copy-rows.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { StoreError } from '../../store/store-error.js';
import { carryOver, carryRest, missingRollouts } from './carry-over.js';
import { withNewDatabase } from './new-database.js';
import { acquireRebuildLock } from './rebuild-lock.js';
import type { BesideRebuild } from './rebuild-report.js';
import { swapIn } from './swap-in.js';

export interface RebuildBesideOptions {
  /** The database in use; stays open, and has the new rows afterwards. */
  database: HistoryDatabase;
  /** Of the database in use. */
  projector: Projector;
  /** Makes a projector of the same homes over another database. */
  createProjector: (database: HistoryDatabase) => Projector;
  /** Unix milliseconds. */
  now: () => number;
  maxBytesPerSecond?: number | undefined;
  fs?: FileSystem | undefined;
  /** Leaves off after the batch that runs; nothing is changed then. */
  signal?: AbortSignal | undefined;
  /** Told of each thread when it has come to its end. */
  onReport?: ((report: ThreadReport) => void | Promise<void>) | undefined;
  onProgress?: ((progress: ThreadsProgress) => void) | undefined;
  /** Told how far the swap has come, from when on nobody else can write. */
  onSwapProgress?: ((progress: { bytesDone: number; bytes: number }) => void) | undefined;
}

/** As often something may vanish between the last look and the swap. */
const SWAP_ATTEMPTS = 5;

/**
 * Rebuilds everything. Threads that fail keep the rows they had.
 *
 * @returns null while another process rebuilds this database
 * @throws StoreError `damaged` when the new rows are not what they must be; whatever else it throws, nothing was changed
 */
export async function rebuildBeside(options: RebuildBesideOptions): Promise<BesideRebuild | null> {
  const { database, fs = fileSystem } = options;
  const { path } = database;
  // Says in words why not, where nothing may be changed.
  database.transaction(() => {});
  const lock = acquireRebuildLock({ fs, path });
  if (lock === null) return null;
  try {
    return await withNewDatabase({ fs, path }, (fresh) => rebuildInto(options, fresh, fs));
  } finally {
    lock.release();
  }
}

async function rebuildInto(
  options: RebuildBesideOptions,
  fresh: HistoryDatabase,
  fs: FileSystem,
): Promise<BesideRebuild> {
  const { database, projector, createProjector, now, signal, onSwapProgress } = options;
  const started = now();
  const between = { from: database, to: fresh };
  const report: BesideRebuild = {
    status: 'stopped',
    threads: 0,
    failed: [],
    carriedOver: [],
    bytesRead: 0,
    linesParsed: 0,
    bytesBefore: fs.statSync(database.path).size,
    bytesAfter: 0,
    durationMs: 0,
  };
  projector.takeInventory();
  withOtherDatabase(fresh.writer, database.path, () => fresh.transaction(copyThreads));
  const projectorOfFresh = createProjector(fresh);
  projectorOfFresh.takeInventory();
  report.carriedOver = carryOver(between);
  await projectAgain(options, { fresh, projectorOfFresh, report });
  for (let attempt = 1; !signal?.aborted; attempt++) {
    projector.takeInventory();
    // Deletions that were decided meanwhile.
    projectorOfFresh.takeInventory();
    const rest = carryRest(between);
    report.carriedOver = [...new Set([...report.carriedOver, ...rest])].sort();
    prove(between, report.carriedOver);
    const isComplete = (): boolean => missingRollouts(between).length === 0;
    if (await swapIn({ from: fresh, path: database.path, isComplete, onProgress: onSwapProgress })) {
      report.status = 'swapped';
      break;
    }
    if (attempt === SWAP_ATTEMPTS) throw new StoreError('busy', database.path, changesTooFast(database.path));
  }
  database.checkpoint('TRUNCATE');
  report.bytesAfter = fs.statSync(database.path).size;
  report.durationMs = now() - started;
  return report;
}

interface ProjectAgain {
  fresh: HistoryDatabase;
  projectorOfFresh: Projector;
  report: BesideRebuild;
}

async function projectAgain(
  { database, signal, maxBytesPerSecond, onReport, onProgress }: RebuildBesideOptions,
  { fresh, projectorOfFresh, report }: ProjectAgain,
): Promise<void> {
  const reports = projectThreads({
    database: fresh,
    projector: projectorOfFresh,
    signal,
    maxBytesPerSecond,
    onProgress,
  });
  for await (const thread of reports) {
    report.threads++;
    report.bytesRead += thread.bytesRead;
    report.linesParsed += thread.linesParsed;
    if (thread.status === 'failed') report.failed.push(thread);
    await onReport?.(thread);
  }
  // Rollouts that no thread goes on in, but that somebody has read: those that were reverted away from.
  for (const { thread_id: rolloutId } of listCheckpoints(database.reader)) {
    if (signal?.aborted) return;
    if (readCheckpoint(fresh.reader, rolloutId) !== null) continue;
    // What cannot be projected keeps the rows it had.
    await projectorOfFresh.projectRolloutId(rolloutId).catch(() => {});
  }
}

/**
 * What must hold before the new rows may take the place of the old ones.
 *
 * @throws StoreError
 */
function prove(
  { from, to }: { from: HistoryDatabase; to: HistoryDatabase },
  carriedOver: readonly string[],
): void {
  const [verdict] = to.reader.pragma('quick_check(1)') as { quick_check: string }[];
  if (verdict?.quick_check !== 'ok') throw notProved(to.path, verdict?.quick_check ?? 'no answer');
  for (const id of carriedOver) {
    const before = countRolloutRows(from.reader, id);
    // What was set aside only now has no rows of that id before.
    if (before > 0 && countRolloutRows(to.reader, id) < before) {
      throw notProved(to.path, `rows of ${id} that cannot be made again are missing`);
    }
  }
}

function notProved(path: string, reason: string): StoreError {
  return new StoreError(
    'damaged',
    path,
    `The rebuilt database is not what it must be (${reason}), and was thrown away. Nothing was changed; try again.`,
  );
}

function changesTooFast(path: string): string {
  return `Rollouts vanish faster than ${path} can be rebuilt. Nothing was changed; try again.`;
}

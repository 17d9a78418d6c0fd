/**
 * Makes everything that is known of single threads anew, in place: first what listings show, then rows. Those are projected into
 * a database of their own, and take the place of the old ones in one transaction a rollout, so that no reader ever sees half
 * a thread.
 */

import type { FileSystem } from '../../files/file-system.js';
import { fileSystem } from '../../files/file-system.js';
import { examineSource } from '../../projector/examine-source.js';
import { sourceReplaced } from '../../projector/finding.js';
import { projectRollout } from '../../projector/project-rollout.js';
import type { ProjectionCounters } from '../../projector/projection-counters.js';
import type { Projector } from '../../projector/projector.js';
import { PROJECTOR_VERSION } from '../../projector/projector-version.js';
import type { RolloutSource } from '../../projector/rollout-source.js';
import { recordFinding } from '../../projector/row-writer.js';
import { sourceOf } from '../../projector/stored-lineage.js';
import type { Throttle } from '../../projector/throttle.js';
import { markSourceGone, readCheckpoint } from '../../store/checkpoint.js';
import { copyRolloutRows, countRolloutRows, withOtherDatabase } from '../../store/copy-rows.js';
import { insertDiagnostic, listDiagnosticsOfKind } from '../../store/diagnostics.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { removeRolloutRows, setRolloutRowsAside } from '../../store/rollout-rows.js';
import { findThreadRollouts, type RolloutRow } from '../../store/rollouts.js';
import { findThread, isListed, writeThread, writeThreadModel } from '../../store/threads.js';
import { withNewDatabase } from './new-database.js';
import { acquireRebuildLock } from './rebuild-lock.js';
import type { RolloutRebuild, ThreadRebuild } from './rebuild-report.js';

export interface RebuildThreadsOptions {
  database: HistoryDatabase;
  projector: Projector;
  threadIds: readonly string[];
  /** Slows the reading down. */
  throttle?: Throttle | undefined;
  fs?: FileSystem | undefined;
  /** Leaves off after the batch that runs; the rollout it is of keeps its rows. */
  signal?: AbortSignal | undefined;
  /** Told of each thread when it has come to its end. */
  onReport?: ((report: ThreadRebuild) => void | Promise<void>) | undefined;
  /** Told the plain text read so far. */
  onProgress?: ((progress: { threadsDone: number; bytesRead: number }) => void) | undefined;
}

/** Thrown between batches. */
class Stopped extends Error {}

/**
 * Rebuilds threads one after the other. A rollout that fails keeps its rows, and the others go on.
 *
 * @returns null while another process rebuilds this database
 * @throws StoreError
 */
export async function rebuildThreads(options: RebuildThreadsOptions): Promise<ThreadRebuild[] | null> {
  const { database, projector, threadIds, fs = fileSystem, signal, onReport } = options;
  const { path } = database;
  // Says in words why not, where nothing may be changed.
  database.transaction(() => {});
  const lock = acquireRebuildLock({ fs, path });
  if (lock === null) return null;
  const reports: ThreadRebuild[] = [];
  try {
    projector.takeInventory();
    await withNewDatabase({ fs, path }, async (scratch) => {
      for (const threadId of threadIds) {
        if (signal?.aborted) return;
        const wasListed = isListed(database.reader, threadId);
        const isKnown = projector.remakeInventory(threadId);
        const rollouts: RolloutRebuild[] = [];
        for (const row of findThreadRollouts(database.reader, threadId)) {
          const rollout = await rebuildRollout(options, { row, scratch, threadsDone: reports.length });
          if (rollout === null) return;
          rollouts.push(rollout);
        }
        const status = wasListed && !isKnown ? 'removed' : statusOf(rollouts);
        const report: ThreadRebuild = { threadId, status, rollouts };
        reports.push(report);
        await onReport?.(report);
      }
    });
  } finally {
    lock.release();
  }
  return reports;
}

function statusOf(rollouts: readonly RolloutRebuild[]): ThreadRebuild['status'] {
  const [first] = rollouts;
  if (first === undefined) return 'failed';
  return rollouts.every(({ status }) => status === first.status) ? first.status : 'partial';
}

interface RebuildRollout {
  row: RolloutRow;
  scratch: HistoryDatabase;
  threadsDone: number;
}

/** Null when it was stopped. */
async function rebuildRollout(
  options: RebuildThreadsOptions,
  { row, scratch, threadsDone }: RebuildRollout,
): Promise<RolloutRebuild | null> {
  const { database } = options;
  const source = sourceOf(row);
  const counters: ProjectionCounters = { bytesRead: 0, linesParsed: 0, batches: 0 };
  const rowsBefore = countRolloutRows(database.reader, row.rollout_id);
  const report = (status: RolloutRebuild['status'], reason?: string): RolloutRebuild => ({
    rolloutId: row.rollout_id,
    status,
    ...(reason !== undefined && { reason }),
    rowsBefore,
    rowsAfter: countRolloutRows(database.reader, row.rollout_id),
    bytesRead: counters.bytesRead,
  });
  if (row.problem !== null) return report('failed', row.problem);
  try {
    const fate = fateOf(database, source);
    if (fate === 'vanished' || fate === 'shrank') {
      database.transaction((connection) => markSourceGone(connection, row.rollout_id, fate));
      return report('source_gone');
    }
    const thread = findThread(database.reader, row.thread_id);
    // So that the model is noted there too.
    if (thread) scratch.transaction((connection) => writeThread(connection, thread));
    await project(options, { source, scratch, counters, threadsDone });
    takeOver(database, scratch, { source, wasReplaced: fate === 'replaced' });
    scratch.transaction((connection) => removeRolloutRows(connection, row.rollout_id));
    return report('rebuilt');
  } catch (error) {
    if (error instanceof Stopped) return null;
    return report('failed', error instanceof Error ? error.message : String(error));
  }
}

/** What became of the text that the rows are of; by which rules they were made does not count. */
function fateOf(database: HistoryDatabase, source: RolloutSource) {
  const checkpoint = readCheckpoint(database.reader, source.rolloutId);
  const { reducer } = source;
  return examineSource(source, checkpoint && { ...checkpoint, projector_version: PROJECTOR_VERSION, reducer })
    .kind;
}

interface ProjectInto {
  source: RolloutSource;
  scratch: HistoryDatabase;
  counters: ProjectionCounters;
  threadsDone: number;
}

async function project(
  { throttle, signal, onProgress }: RebuildThreadsOptions,
  { source, scratch, counters, threadsDone }: ProjectInto,
): Promise<void> {
  const work = projectRollout({ database: scratch, source, counters });
  try {
    for (;;) {
      if (signal?.aborted) throw new Stopped();
      const step = await work.next();
      if (step.done) return;
      onProgress?.({ threadsDone, bytesRead: counters.bytesRead });
      await throttle?.pause(counters.bytesRead);
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    await work.return('unchanged');
  }
}

/** One transaction: before it readers see the old rows, after it the new ones. */
function takeOver(
  database: HistoryDatabase,
  scratch: HistoryDatabase,
  { source, wasReplaced }: { source: RolloutSource; wasReplaced: boolean },
): void {
  const { rolloutId, threadId } = source;
  const thread = findThread(scratch.reader, threadId);
  withOtherDatabase(database.writer, scratch.path, () => {
    database.transaction((connection) => {
      // That rows of an earlier text are kept, no projection can know.
      const told = listDiagnosticsOfKind(connection, rolloutId, 'source_replaced');
      if (wasReplaced) {
        const keptAs = setRolloutRowsAside(connection, rolloutId);
        copyRolloutRows(connection, rolloutId);
        recordFinding(connection, rolloutId, { start: 0, end: 0 }, sourceReplaced(keptAs));
      } else {
        removeRolloutRows(connection, rolloutId);
        copyRolloutRows(connection, rolloutId);
        for (const row of told) insertDiagnostic(connection, row);
      }
      if (thread)
        writeThreadModel(connection, threadId, {
          model: thread.model,
          reasoningEffort: thread.reasoning_effort,
        });
    });
  });
}

/**
 * The projector as its users drive it: makes a thread ready to be read, by taking note of its files and projecting what is
 * new in them. One process may read a thread while another projects it; both end with the same rows.
 */
import { type Metrics, NO_METRICS } from '../metrics/metrics.js';
import type { RolloutFile } from '../rollout/index.js';
import { readCheckpoint } from '../store/checkpoint.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { findFamilyRollouts, findRollout, findThreadRollouts, type RolloutRow } from '../store/rollouts.js';
import { findThread, markThreadGone } from '../store/threads.js';
import { type FinishedRollout, writeFinishedRollout } from './ahead/finished-rollout.js';
import { BackgroundQueue } from './background-queue.js';
import { driveProjection, type ProjectOptions } from './drive-projection.js';
import type { FoldedInventory } from './inventory/fold-inventory.js';
import { Inventory } from './inventory/inventory.js';
import { measureProjection } from './measure-projection.js';
import type { ProjectionOutcome } from './project-rollout.js';
import { addCounters, type ProjectionCounters } from './projection-counters.js';
import { RefusedRolloutError } from './refused-rollout-error.js';
import { RolloutLogs } from './rollout-logs.js';
import type { RolloutSource } from './rollout-source.js';
import { sourceOf, storedLineage } from './stored-lineage.js';
import type { Segment, ThreadLineage } from './thread-lineage.js';

export interface ProjectorOptions {
  database: HistoryDatabase;
  /** Codex homes, absolute. */
  homes: readonly string[];
  /** Unix milliseconds. */
  now: () => number;
  /** Told of files that are passed over, and why. */
  onRefused?: ((refused: { path: string; reason: string }) => void) | undefined;
  /**
   * After a thread was made ready, also project what readers of it ask for next, in the background: rollouts that it was
   * reverted away from, and its sub-agents. Off unless told; a long-running server wants it.
   */
  readAhead?: boolean | undefined;
  /** Counts passes and what they find. */
  metrics?: Metrics | undefined;
}

export class Projector {
  /** Work done since the start. */
  readonly counters: ProjectionCounters = { bytesRead: 0, linesParsed: 0, batches: 0 };
  /** The files that the rows are of. */
  readonly logs: RolloutLogs;
  readonly #database: HistoryDatabase;
  readonly #inventory: Inventory;
  readonly #now: () => number;
  readonly #metrics: Metrics;
  readonly #running = new Map<string, Promise<ProjectionOutcome>>();
  readonly #readAhead: BackgroundQueue | null;

  constructor(options: ProjectorOptions) {
    this.#database = options.database;
    this.#now = options.now;
    this.#metrics = options.metrics ?? NO_METRICS;
    this.#inventory = new Inventory(options);
    this.logs = new RolloutLogs({ database: options.database, counters: this.counters });
    this.#readAhead = options.readAhead
      ? new BackgroundQueue({
          work: (rolloutId) => this.projectRolloutId(rolloutId),
          onError: (path, error) =>
            options.onRefused?.({ path, reason: error instanceof Error ? error.message : String(error) }),
        })
      : null;
  }

  /** Ends background work; the database can be closed afterwards. */
  async close(): Promise<void> {
    await this.#readAhead?.stop();
  }

  /** Takes note of every rollout below the homes, without projecting any; of none where the database takes no rows. */
  takeInventory(): void {
    if (this.#database.readOnly === null) this.#inventory.refresh();
  }

  /** Makes anew what is known of a thread beside its rows; false when it has no rollout, and is no longer listed. */
  remakeInventory(threadId: string): boolean {
    return this.#inventory.remake(threadId);
  }

  /** What `takeInventory` would come to if nothing were known yet; of these threads, or of all. */
  foldInventory(threadIds?: ReadonlySet<string>): FoldedInventory {
    return this.#inventory.fold(this.#database.reader, threadIds);
  }

  /**
   * Makes a thread ready to be read: its rows reflect its files as they are now.
   *
   * @returns null when no file of such a thread was ever seen, or its file is gone and was never projected
   * @throws RolloutError for a file that is refused, and for a lineage that is broken
   */
  async prepareThread(threadId: string, options: ProjectOptions = {}): Promise<ThreadLineage | null> {
    const { readOnly } = this.#database;
    if (readOnly === null) this.#inventory.refreshThread(threadId);
    const thread = findThread(this.#database.reader, threadId);
    if (thread === null) {
      this.#refuseProblem(threadId);
      return null;
    }
    const { segments, missing } = storedLineage(this.#database.reader, thread.rollout_id);
    const ready: Segment[] = [];
    let missingAncestor = missing;
    for (const segment of segments) {
      const gone = (await this.projectRolloutId(segment.rolloutId, options)) === 'source_gone';
      if (gone && readCheckpoint(this.#database.reader, segment.rolloutId) === null) {
        if (segment.rolloutId === thread.rollout_id) return null;
        missingAncestor ??= segment.rolloutId;
      }
      const news = readOnly === null && gone !== (thread.source_gone === 1);
      if (news && segment.rolloutId === thread.rollout_id) {
        markThreadGone(this.#database.writer, threadId, gone);
      }
      const { rolloutId, startOrdinal, endOrdinal, endByteOffset } = segment;
      ready.push({ rolloutId, startOrdinal, endOrdinal, endByteOffset });
    }
    this.#readAhead?.add(findFamilyRollouts(this.#database.reader, threadId));
    return {
      threadId,
      historyMode: thread.history_mode === 'paginated' ? 'paginated' : 'legacy',
      archived: thread.archived === 1,
      segments: ready,
      missingAncestor,
    };
  }

  /** Projects one rollout to the end of its file; one that is being projected is waited for first. */
  async projectRolloutId(rolloutId: string, options: ProjectOptions = {}): Promise<ProjectionOutcome> {
    for (let running = this.#running.get(rolloutId); running; running = this.#running.get(rolloutId)) {
      // Its failure is told to whoever started it; the try that follows tells its own.
      await running.catch(() => {});
    }
    const row = findRollout(this.#database.reader, rolloutId);
    if (row === null) return 'source_gone';
    if (this.#database.readOnly !== null) {
      // Answers are of the rows there are.
      return readCheckpoint(this.#database.reader, rolloutId) === null ? 'source_gone' : 'unchanged';
    }
    if (row.problem !== null) {
      // What was projected of it before it was to be refused can still be read.
      if (readCheckpoint(this.#database.reader, rolloutId) !== null) return 'unchanged';
      throw new RefusedRolloutError(row.path, row.problem);
    }
    const measured = { database: this.#database, metrics: this.#metrics };
    const projection = measureProjection(measured, rolloutId, () => this.#project(row, options)).finally(() =>
      this.#running.delete(rolloutId),
    );
    this.#running.set(rolloutId, projection);
    return projection;
  }

  /** Resolves when nobody in this process projects any of these rollouts. */
  async settled(rolloutIds: Iterable<string>): Promise<void> {
    for (const rolloutId of rolloutIds) {
      for (let running = this.#running.get(rolloutId); running; running = this.#running.get(rolloutId)) {
        await running.catch(() => {});
      }
    }
  }

  /** The files of a thread below all homes as the last look found them: copies, too, and those with odd names not. */
  filesOf(threadId: string): RolloutFile[] {
    return this.#inventory.filesOf(threadId);
  }

  /**
   * Takes in a rollout that was projected elsewhere. One that has rows by now, or is being projected here, is left alone.
   *
   * @returns whether it was taken
   */
  async takeFinished(source: RolloutSource, finished: FinishedRollout): Promise<boolean> {
    const { rolloutId } = source;
    if (this.#running.has(rolloutId)) return false;
    const measured = { database: this.#database, metrics: this.#metrics };
    const outcome = await measureProjection(measured, rolloutId, async () =>
      writeFinishedRollout(this.#database, source, finished) ? 'projected' : 'unchanged',
    );
    if (outcome === 'projected') addCounters(this.counters, finished.counters);
    return outcome === 'projected';
  }

  #project(row: RolloutRow, options: ProjectOptions): Promise<ProjectionOutcome> {
    return driveProjection({
      ...options,
      database: this.#database,
      source: sourceOf(row),
      total: this.counters,
      now: this.#now,
    });
  }

  /** A thread without a row can still have a file: one that is refused, with a reason to tell. */
  #refuseProblem(threadId: string): void {
    for (const { path, problem } of findThreadRollouts(this.#database.reader, threadId)) {
      if (problem !== null) throw new RefusedRolloutError(path, problem);
    }
  }
}

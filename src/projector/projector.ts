/**
 * The projector as its users drive it: makes a thread ready to be read, by taking note of its files and projecting what is
 * new in them. One process may read a thread while another projects it; both end with the same rows.
 */
import { type Metrics, NO_METRICS } from '../metrics/metrics.js';
import {
  type FramedLine,
  RolloutError,
  type RolloutFile,
  readLines,
  reverseLines,
} from '../rollout/index.js';
import { readCheckpoint } from '../store/checkpoint.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { findFamilyRollouts, findRollout, findThreadRollouts, type RolloutRow } from '../store/rollouts.js';
import { findThread, markThreadGone } from '../store/threads.js';
import { BackgroundQueue } from './background-queue.js';
import { Inventory } from './inventory/inventory.js';
import { measureProjection } from './measure-projection.js';
import {
  type ProjectionCounters,
  type ProjectionOutcome,
  type ProjectionProgress,
  projectRollout,
} from './project-rollout.js';
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

export interface ProjectOptions {
  /** Called after each batch; what it throws ends the projection there, and what was committed stays. */
  onProgress?: ((progress: ProjectionProgress) => void) | undefined;
}

/** Longest stretch of work before others in this process get their turn, in milliseconds. */
const SLICE_MS = 20;

export class Projector {
  /** Work done since the start. */
  readonly counters: ProjectionCounters = { bytesRead: 0, linesParsed: 0, batches: 0 };
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

  /** Takes note of every rollout below the homes, without projecting any. */
  takeInventory(): void {
    this.#inventory.refresh();
  }

  /**
   * Makes a thread ready to be read: its rows reflect its files as they are now.
   *
   * @returns null when no file of such a thread was ever seen, or its file is gone and was never projected
   * @throws RolloutError for a file that is refused, and for a lineage that is broken
   */
  async prepareThread(threadId: string, options: ProjectOptions = {}): Promise<ThreadLineage | null> {
    this.#inventory.refreshThread(threadId);
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
      if (segment.rolloutId === thread.rollout_id && gone !== (thread.source_gone === 1)) {
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
   * The complete lines of a rollout's file as bytes, oldest first; none when the file is gone.
   *
   * @throws RolloutError for a file that cannot be read
   */
  *readLog(rolloutId: string): Generator<Uint8Array, void, undefined> {
    const row = findRollout(this.#database.reader, rolloutId);
    if (row === null) return;
    try {
      for (const { bytes } of readLines({ path: row.path })) if (bytes !== null) yield bytes;
    } catch (error) {
      if (!(error instanceof RolloutError) || error.code !== 'not_found') throw error;
    }
  }

  /**
   * The complete lines of a rollout's file from an offset of the plain text on, oldest first. A line is valid until the
   * next one is asked for.
   *
   * @param from the start of a line
   * @throws RolloutError for a file that cannot be read, `not_found` when it is gone
   */
  *readLogForwards(rolloutId: string, from: number): Generator<FramedLine, void, undefined> {
    const row = findRollout(this.#database.reader, rolloutId);
    if (row === null) return;
    for (const line of readLines({ path: row.path, from })) {
      this.counters.bytesRead += line.end - line.start;
      yield line;
    }
  }

  /**
   * The complete lines of a rollout's file that end at or before `end` (bytes of the plain text), newest first. A line is
   * valid until the next one is asked for.
   *
   * @throws RolloutError for a file that cannot be read, `not_found` when it is gone
   */
  *readLogBackwards(
    rolloutId: string,
    { end }: { end?: number } = {},
  ): Generator<FramedLine, void, undefined> {
    const row = findRollout(this.#database.reader, rolloutId);
    if (row === null) return;
    for (const line of reverseLines({ path: row.path, ...(end !== undefined && { end }) })) {
      this.counters.bytesRead += line.end - line.start;
      yield line;
    }
  }

  async #project(row: RolloutRow, { onProgress }: ProjectOptions): Promise<ProjectionOutcome> {
    const work = projectRollout({
      database: this.#database,
      source: sourceOf(row),
      counters: this.counters,
    });
    let sliceStart = this.#now();
    try {
      for (;;) {
        const step = await work.next();
        if (step.done) return step.value;
        onProgress?.(step.value);
        if (this.#now() - sliceStart < SLICE_MS) continue;
        await new Promise((resolve) => setImmediate(resolve));
        sliceStart = this.#now();
      }
    } finally {
      // Left half-way by a listener that throws, it still holds a file and a thread.
      await work.return('unchanged');
    }
  }

  /** A thread without a row can still have a file: one that is refused, with a reason to tell. */
  #refuseProblem(threadId: string): void {
    for (const { path, problem } of findThreadRollouts(this.#database.reader, threadId)) {
      if (problem !== null) throw new RefusedRolloutError(path, problem);
    }
  }
}

/** Every file of a thread is refused; `message` says why. */
export class RefusedRolloutError extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.name = 'RefusedRolloutError';
    this.path = path;
  }
}

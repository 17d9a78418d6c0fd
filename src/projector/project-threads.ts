/**
 * Projects threads, the one written to last first, so that what people look for soonest is ready soonest. Where there is much
 * to do, a second thread of this process projects small ones ahead, and this one writes what they come to and projects the
 * others. A thread that fails is reported and the next one goes on; what was committed stays, wherever it ends.
 */
import type { HistoryDatabase } from '../store/open-history-database.js';
import { listThreadSources, type ThreadSource } from '../store/thread-sources.js';
import { type AheadThread, startAheadThread } from './ahead/ahead-thread.js';
import { freshRollouts } from './ahead/fresh-rollouts.js';
import { projectThread, type ThreadReport } from './project-thread.js';
import { addCounters, type ProjectionCounters } from './projection-counters.js';
import type { Projector } from './projector.js';
import { SourceQueue } from './source-queue.js';
import { createThrottle, type Throttle } from './throttle.js';

export interface ProjectThreadsOptions {
  database: HistoryDatabase;
  projector: Projector;
  /** Only these; all known threads when absent. */
  threadIds?: readonly string[] | undefined;
  /** Unix milliseconds: only threads that were written to since then. */
  since?: number | undefined;
  /** Plain text read in a second at most, over the whole time. */
  maxBytesPerSecond?: number | undefined;
  /** Stops after the batch that runs. */
  signal?: AbortSignal | undefined;
  /** Called after each batch and each thread. */
  onProgress?: ((progress: ThreadsProgress) => void) | undefined;
  /** Starts the second thread, or says that there is none. */
  startAhead?: (() => AheadThread | null) | undefined;
}

/** How far the work has come. Bytes are of files on disk, so that their total is known beforehand. */
export interface ThreadsProgress {
  threadsDone: number;
  threads: number;
  bytesDone: number;
  bytes: number;
  /** Plain text read, more than `bytesDone` where files are compressed. */
  bytesRead: number;
}

export type { ThreadReport, ThreadStatus } from './project-thread.js';

/** From this much in threads of unknown state on, a second thread earns more than it costs to start. */
const WORTH_A_THREAD_BYTES = 8 * 1024 * 1024;

/** Projects threads; yields a report for each that came to an end. */
export async function* projectThreads(
  options: ProjectThreadsOptions,
): AsyncGenerator<ThreadReport, void, undefined> {
  const { database, projector, since = 0, maxBytesPerSecond, startAhead = startAheadThread } = options;
  database.requireWritable();
  projector.takeInventory();
  const sources = selectSources(listThreadSources(database.reader), options.threadIds).filter(
    ({ modified_at_ms }) => modified_at_ms >= since,
  );
  const work = new ProjectionOfThreads(options, sources);
  const fresh = sources.reduce(
    (sum, { thread_id, size_bytes }) =>
      sum < WORTH_A_THREAD_BYTES && freshRollouts(database.reader, thread_id).length > 0
        ? sum + size_bytes
        : sum,
    0,
  );
  // Whoever wants it slow needs no second thread.
  const ahead = maxBytesPerSecond === undefined && fresh >= WORTH_A_THREAD_BYTES ? startAhead() : null;
  if (ahead === null) yield* work.one();
  else yield* work.two(ahead);
}

/** Ids that no file is known of come last; projecting them tells why. */
function selectSources(
  known: readonly ThreadSource[],
  threadIds: readonly string[] | undefined,
): ThreadSource[] {
  if (threadIds === undefined) return [...known];
  const wanted = new Set(threadIds);
  const found = known.filter(({ thread_id }) => wanted.delete(thread_id));
  const unknown = [...wanted].map((thread_id) => ({
    thread_id,
    size_bytes: 0,
    modified_at_ms: Number.POSITIVE_INFINITY,
  }));
  return [...found, ...unknown];
}

class ProjectionOfThreads {
  readonly #options: ProjectThreadsOptions;
  readonly #queue: SourceQueue;
  readonly #throttle: Throttle | null;
  readonly #progress: ThreadsProgress;
  readonly #counters: ProjectionCounters = { bytesRead: 0, linesParsed: 0, batches: 0 };
  /** Bytes done of the threads that are being projected. */
  readonly #begun = new Map<string, number>();
  #stopped = false;

  constructor(options: ProjectThreadsOptions, sources: readonly ThreadSource[]) {
    const { maxBytesPerSecond, signal } = options;
    this.#options = options;
    this.#queue = new SourceQueue(sources);
    this.#throttle =
      maxBytesPerSecond === undefined
        ? null
        : createThrottle({ maxBytesPerSecond, now: () => performance.now(), signal });
    this.#progress = {
      threadsDone: 0,
      threads: sources.length,
      bytesDone: 0,
      bytes: sources.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
      bytesRead: 0,
    };
    this.#tell();
  }

  /** One thread after the other, as they are asked for. */
  async *one(): AsyncGenerator<ThreadReport, void, undefined> {
    for (let source = this.#next(); source !== null; source = this.#next()) {
      const report = await this.#project(source);
      if (report !== null) yield report;
    }
  }

  /** The same, while another thread of this process works ahead. */
  async *two(ahead: AheadThread): AsyncGenerator<ThreadReport, void, undefined> {
    const reports: ThreadReport[] = [];
    let wake = (): void => {};
    const lane = async (next: () => ThreadSource | null, before?: Prepare): Promise<void> => {
      for (let source = next(); source !== null; source = next()) {
        const counters = await before?.(source);
        const report = await this.#project(source, counters);
        if (report !== null) reports.push(report);
        wake();
      }
    };
    const small = (): ThreadSource | null =>
      this.#stopping ? null : this.#queue.takeSmall(this.#options.database.reader);
    const lanes = Promise.all([
      lane(() => this.#next()),
      ...Array.from({ length: ahead.depth }, () => lane(small, (source) => this.#takeAhead(ahead, source))),
    ]).catch((error) => {
      this.#stopped = true;
      throw error;
    });
    let ended = false;
    const end = lanes.finally(() => {
      ended = true;
      wake();
    });
    // Its failure is told below.
    end.catch(() => {});
    try {
      for (;;) {
        const report = reports.shift();
        if (report !== undefined) yield report;
        else if (ended) break;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      await end;
    } finally {
      this.#stopped = true;
      await ahead.close();
      await end.catch(() => {});
    }
  }

  get #stopping(): boolean {
    return this.#stopped || this.#options.signal?.aborted === true;
  }

  #next(): ThreadSource | null {
    return this.#stopping ? null : this.#queue.take();
  }

  /** Has the small rollouts of a thread projected by the other thread; returns the work that was. */
  async #takeAhead(ahead: AheadThread, { thread_id }: ThreadSource): Promise<ProjectionCounters> {
    const { database, projector } = this.#options;
    const counters: ProjectionCounters = { bytesRead: 0, linesParsed: 0, batches: 0 };
    for (const source of freshRollouts(database.reader, thread_id)) {
      const finished = await ahead.project(source);
      if (this.#stopping) break;
      if (finished && (await projector.takeFinished(source, finished))) {
        addCounters(counters, finished.counters);
        addCounters(this.#counters, finished.counters);
      }
    }
    return counters;
  }

  async #project(source: ThreadSource, done?: ProjectionCounters): Promise<ThreadReport | null> {
    const { database, projector } = this.#options;
    const { thread_id: threadId, size_bytes: bytes } = source;
    const counters: ProjectionCounters = { bytesRead: 0, linesParsed: 0, batches: 0, ...done };
    const told = { ...counters };
    const report = await projectThread({
      database,
      projector,
      threadId,
      counters,
      isStopping: () => this.#stopping,
      onBatch: (bytesDone) => {
        this.#count(counters, told);
        this.#begun.set(threadId, Math.min(bytesDone, bytes));
        this.#tell();
      },
      pause: async () => this.#throttle?.pause(this.#counters.bytesRead),
    });
    this.#count(counters, told);
    this.#begun.delete(threadId);
    if (report === null) return null;
    this.#progress.threadsDone++;
    this.#progress.bytesDone += bytes;
    this.#tell();
    await this.#throttle?.pause(this.#counters.bytesRead);
    return report;
  }

  #count(now: ProjectionCounters, told: ProjectionCounters): void {
    const fresh = {
      bytesRead: now.bytesRead - told.bytesRead,
      linesParsed: now.linesParsed - told.linesParsed,
      batches: now.batches - told.batches,
    };
    addCounters(this.#counters, fresh);
    addCounters(told, fresh);
  }

  #tell(): void {
    const begun = [...this.#begun.values()].reduce((sum, bytes) => sum + bytes, 0);
    const { bytesRead } = this.#counters;
    this.#options.onProgress?.({ ...this.#progress, bytesDone: this.#progress.bytesDone + begun, bytesRead });
  }
}

/** What is done before a thread is projected; returns the work that was. */
type Prepare = (source: ThreadSource) => Promise<ProjectionCounters>;

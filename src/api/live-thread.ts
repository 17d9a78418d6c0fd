/**
 * A thread that is being written: appends through the rollout writer, and rows that follow in the same process (spec
 * projection §7). The log comes first: whatever becomes of the rows, an append that returned is there.
 */
import type { RolloutRecord } from '../events/decode-line.js';
import type { HistoryMode } from '../events/record/history-mode.js';
import { type Metrics, NO_METRICS } from '../metrics/metrics.js';
import { createPersistenceMeter, type PersistenceMeter } from '../metrics/persistence-meter.js';
import { RolloutError } from '../rollout/rollout-error.js';
import type { AppendReceipt, RolloutWriter } from '../rollout/writing/rollout-writer.js';
import type { WriterLock } from '../rollout/writing/writer-lock.js';
import { LiveProjection, type LiveProjectionOptions } from './live-projection.js';

export interface LiveThreadOptions extends LiveProjectionOptions {
  writer: RolloutWriter;
  /** Held from before the writer was opened; given back by `close`. */
  lock: WriterLock;
  /** One record in so many is weighed for the metrics; see `createPersistenceMeter`. */
  sampleEvery?: number | undefined;
  /** Told when the heartbeat of the lock could not be written; nothing is written any more when it went to somebody else. */
  onHeartbeatError?: ((error: unknown) => void) | undefined;
  /** Told once the thread was given back. */
  onClosed?: (() => void) | undefined;
}

/** A lock whose owner was not heard of for a minute may be taken for abandoned. */
const HEARTBEAT_MS = 15_000;

export class LiveThread {
  readonly threadId: string;
  readonly rolloutId: string;
  readonly #writer: RolloutWriter;
  readonly #lock: WriterLock;
  readonly #projection: LiveProjection;
  readonly #metrics: Metrics;
  readonly #meter: PersistenceMeter;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #onClosed: (() => void) | undefined;
  /** Why nothing may be written any more: the lock went to somebody else. */
  #lost: RolloutError | null = null;
  #closing: Promise<void> | null = null;

  /** Use `openLiveThread`, which finds the rollout and takes the lock. */
  constructor(options: LiveThreadOptions) {
    const { writer, lock, metrics = NO_METRICS, sampleEvery, onHeartbeatError } = options;
    this.threadId = options.threadId;
    this.rolloutId = options.rolloutId;
    this.#writer = writer;
    this.#lock = lock;
    this.#metrics = metrics;
    this.#onClosed = options.onClosed;
    this.#projection = new LiveProjection(options);
    this.#meter = createPersistenceMeter({ metrics, historyMode: this.historyMode, sampleEvery });
    // What a rollout has already may have no rows yet, and a torn tail was just ended.
    if (writer.position().nextOffset > 0) this.#projection.request();
    this.#heartbeat = setInterval(() => this.#beat(onHeartbeatError), HEARTBEAT_MS).unref();
  }

  get historyMode(): HistoryMode {
    return this.#writer.meta.history_mode;
  }

  /** The plain file. */
  get path(): string {
    return this.#writer.path;
  }

  /** Something of the thread is in its file. */
  get written(): boolean {
    return this.#writer.position().nextOffset > 0;
  }

  /**
   * Appends what the persistence policy keeps of the records. When this returns they are in the log; rows follow by
   * themselves, without ever failing this call.
   *
   * @throws RolloutError as `RolloutWriter.append`: after a file error the lines are kept and go out with the next append,
   *   flush or close, and must not be handed over again; `thread_locked` when the lock went to somebody else
   */
  append(records: readonly RolloutRecord[]): AppendReceipt {
    this.#meter(records);
    return this.#write(() => this.#writer.append(records));
  }

  /**
   * Brings everything to the disk, and makes the file of a new thread even when nothing was appended.
   *
   * @throws RolloutError as `RolloutWriter.flush`
   */
  flush(): void {
    this.#write(() => this.#writer.flush());
  }

  /**
   * Resolves when the rows reflect everything that was appended. A projection that failed is tried again.
   *
   * @throws what the projection failed with
   */
  projected(): Promise<void> {
    return this.#projection.settled();
  }

  /**
   * Writes what is pending, has the rows follow and gives the thread back. Rows that cannot follow do not keep it from
   * closing; lines that cannot be written do, and closing can be tried again.
   *
   * @throws RolloutError as `RolloutWriter.close`
   */
  close(): Promise<void> {
    this.#closing ??= this.#close().catch((error) => {
      this.#closing = null;
      throw error;
    });
    return this.#closing;
  }

  async #close(): Promise<void> {
    // Without the lock the file is somebody else's; what is pending could only disturb them.
    if (this.#lost === null) this.#write(() => this.#writer.close());
    // Its failure was told by the pass that failed.
    await this.#projection.settled().catch(() => {});
    clearInterval(this.#heartbeat);
    this.#lock.release();
    this.#onClosed?.();
  }

  /** Lines can also come to the file by a flush or a close, after a failure. */
  #write<Result>(work: () => Result): Result {
    if (this.#lost) throw this.#lost;
    const { nextOffset } = this.#writer.position();
    try {
      return work();
    } catch (error) {
      const code = error instanceof RolloutError ? error.code : 'unknown';
      this.#metrics.count('threadloom_rollout_append_failures_total', { code });
      throw error;
    } finally {
      if (this.#writer.position().nextOffset > nextOffset) this.#projection.request();
    }
  }

  #beat(onError: ((error: unknown) => void) | undefined): void {
    try {
      this.#lock.touch();
    } catch (error) {
      if (error instanceof RolloutError && error.code === 'thread_locked') this.#lost = error;
      onError?.(error);
    }
  }
}

/** Hands out batches in runs, each for one transaction: batches are small so that few are in memory, transactions large because each one costs. */
import type { LineBatch } from './read-batches.js';

/** Bytes of log that one transaction takes in: some milliseconds of work. */
const RUN_BYTES = 1024 * 1024;

export class BatchFeed {
  readonly #batches: Iterator<LineBatch, void, undefined>;
  #next: LineBatch | null = null;

  constructor(batches: Iterator<LineBatch, void, undefined>) {
    this.#batches = batches;
    this.#advance();
  }

  /** The batch that comes next; null at the end. */
  get next(): LineBatch | null {
    return this.#next;
  }

  /** Batches, read as they are asked for, until the run is long enough or the next one is not ready. */
  *run(isReady: (batch: LineBatch) => boolean = () => true): Generator<LineBatch, void, undefined> {
    let bytes = 0;
    for (let batch = this.#next; batch !== null && bytes < RUN_BYTES && isReady(batch); batch = this.#next) {
      bytes += batch.bytesRead;
      // Before it is given out, since whoever takes it may ask for no more.
      this.#advance();
      yield batch;
    }
  }

  /** Every run there is. */
  *runs(): Generator<Iterable<LineBatch>, void, undefined> {
    while (this.#next !== null) yield this.run();
  }

  /** Ends the reading. */
  close(): void {
    this.#batches.return?.();
  }

  #advance(): void {
    const step = this.#batches.next();
    this.#next = step.done ? null : step.value;
  }
}

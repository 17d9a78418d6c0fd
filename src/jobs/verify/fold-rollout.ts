/**
 * Folds the lines of a rollout into a shadow, with the reader and the writer that every projection uses. A fold can go on
 * from where it ended, so that it catches up with a checkpoint that moved meanwhile.
 */

import { BatchFeed } from '../../projector/batch-feed.js';
import type { LineOutcome } from '../../projector/line-outcome.js';
import { canProofread, readRunsProofread } from '../../projector/proofreading/read-runs-proofread.js';
import { type LineBatch, type ReadBatchesOptions, readBatches } from '../../projector/read-batches.js';
import { startPosition } from '../../projector/read-position.js';
import type { RolloutSource } from '../../projector/rollout-source.js';
import { type ReducedTo, RowWriter } from '../../projector/row-writer.js';
import { digestInPlaceOf } from './held-digest.js';
import type { Shadow } from './shadow.js';

const BATCH_BYTES = 256 * 1024;

/** Longest stretch of work before others in this process get their turn, in milliseconds. */
const SLICE_MS = 20;

export interface FoldOptions {
  source: RolloutSource;
  shadow: Shadow;
  /** From this many bytes on a second thread checks the lines that hold no history. */
  proofreadFrom: number;
  now: () => number;
  /** Called after each run of batches, with the place in the plain text; what it throws ends the fold. */
  onProgress?: ((offset: number) => void) | undefined;
}

export class RolloutFold {
  readonly #options: FoldOptions;
  readonly #writer: RowWriter;
  #position: ReadBatchesOptions['position'];
  #offset = 0;
  #more = false;
  #bytesRead = 0;

  constructor(options: FoldOptions) {
    this.#options = options;
    this.#writer = new RowWriter(options.source, null);
    this.#position = startPosition(options.source);
  }

  /** Just after the last line that was folded. */
  get offset(): number {
    return this.#offset;
  }

  /** The file has a complete line behind the offset. */
  get more(): boolean {
    return this.#more;
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** What the checkpoint has to say of it. */
  reducedTo(): ReducedTo {
    return this.#writer.reducedTo(this.#position);
  }

  /**
   * Folds the lines that end at `to` (bytes of the plain text) or before.
   *
   * @throws RolloutError when the file cannot be read
   */
  async advance(to: number): Promise<void> {
    const { source, now, onProgress } = this.#options;
    let sliceStart = now();
    for await (const run of this.#runs({
      source,
      offset: this.#offset,
      position: this.#position,
      batchBytes: BATCH_BYTES,
      to,
    })) {
      for (const batch of run) this.#take(batch);
      onProgress?.(this.#offset);
      if (now() - sliceStart < SLICE_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      sliceStart = now();
    }
    // What is held back belongs to the rows of this place.
    this.#writer.flush(this.#options.shadow.connection);
  }

  #runs(options: ReadBatchesOptions): Iterable<Iterable<LineBatch>> | AsyncIterable<Iterable<LineBatch>> {
    const much = (options.to ?? 0) - options.offset >= this.#options.proofreadFrom;
    return much && options.source.reducer === 'canonical' && canProofread()
      ? readRunsProofread(options)
      : new BatchFeed(readBatches(options)).runs();
  }

  #take(batch: LineBatch): void {
    const { connection } = this.#options.shadow;
    for (const outcome of batch.outcomes) {
      holdBack(outcome);
      this.#writer.write(connection, outcome);
    }
    this.#position = batch.position;
    this.#offset = batch.nextOffset;
    this.#more = !batch.last;
    this.#bytesRead += batch.bytesRead;
  }
}

/** Rows of these are looked into: by the summaries of turns, and by recovery. */
const LOOKED_INTO = new Set(['agentMessage', 'userMessage']);

/** Puts the digest in the place of an item's JSON: most of what a projection writes is that. */
function holdBack({ write }: LineOutcome): void {
  const row = write?.kind === 'rows' ? write.rows.item : write?.kind === 'unrecognised' ? write.row : null;
  if (row && !LOOKED_INTO.has(row.item_type)) row.item_json = digestInPlaceOf(row.item_json);
}

/**
 * Reads batches with a second thread as proofreader: this one passes over the lines that hold no history, that one checks
 * that they may be passed over. A batch is given out only when it is checked; at the first flaw every line is looked at
 * here again, so the batches are the same with and without the thread.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { BatchFeed } from '../batch-feed.js';
import { type LineBatch, type ReadBatchesOptions, readBatches } from '../read-batches.js';
import { Proof } from './proof.js';
import type { ProofreaderData } from './proofreader-main.js';

const MAIN = new URL('./proofreader-main.js', import.meta.url);

/** What the proofreader decodes is garbage at once: a small nursery keeps its heap small. */
const NURSERY_MIB = 6;

const POLL_MS = 1;

/** Whether a thread can help here: there is a second processor, and the program runs from compiled files. */
export function canProofread(): boolean {
  return availableParallelism() > 1 && existsSync(fileURLToPath(MAIN));
}

/**
 * Reads what `readBatches` reads, of a paginated rollout, and yields it in runs: the batches of a run are read as they are
 * iterated over, without waiting, as far as they are checked. A run must be used up before the next one is asked for.
 *
 * @throws what `readBatches` throws
 */
export async function* readRunsProofread(
  options: ReadBatchesOptions,
): AsyncGenerator<Iterable<LineBatch>, void, undefined> {
  const proof = new Proof(Proof.memory());
  const workerData: ProofreaderData = { path: options.source.path, proof: proof.shared };
  const worker = new Worker(MAIN, { workerData, resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MIB } });
  // Whatever ends the thread, there will be no more proof; what was not proved is read again below.
  worker.once('error', () => proof.end());
  worker.once('exit', () => proof.end());

  let begun: number | null = null;
  /** The thread takes a moment to load; until then every line is looked at here. */
  const passOver = (offset: number): boolean => {
    if (begun === null && proof.ready) {
      begun = offset;
      proof.begin(offset);
    }
    return begun !== null;
  };
  const isProved = ({ nextOffset }: LineBatch): boolean =>
    begun === null || nextOffset <= begun || proof.checkedTo >= nextOffset;

  const feed = new BatchFeed(readBatches({ ...options, passOver }));
  let resume = options;
  try {
    while (feed.next !== null) {
      while (!isProved(feed.next) && !proof.ended) await sleep(POLL_MS);
      if (!isProved(feed.next)) {
        yield* new BatchFeed(readBatches(resume)).runs();
        return;
      }
      yield noting(feed.run(isProved));
    }
  } finally {
    feed.close();
    await worker.terminate();
  }

  /** Remembers how far batches were given out. */
  function* noting(batches: Iterable<LineBatch>): Generator<LineBatch, void, undefined> {
    for (const batch of batches) {
      resume = { ...options, offset: batch.nextOffset, position: batch.position };
      yield batch;
    }
  }
}

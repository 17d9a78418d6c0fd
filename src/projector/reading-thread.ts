/**
 * Reads batches in a thread of its own, so that decoding the next lines and writing the rows of the last ones go on at the
 * same time. The thread itself is `reading-thread-main.ts`.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type LineBatch, type ReadBatchesOptions, readBatches } from './read-batches.js';

/** Batches that may be read ahead of the one being written. */
const BATCHES_AHEAD = 3;

/** Young objects die with their batch: a small nursery keeps the memory of the second heap small. */
const NURSERY_MIB = 16;

const MAIN = new URL('./reading-thread-main.js', import.meta.url);

/** What the thread is started with. */
export interface ReadingThreadData extends ReadBatchesOptions {
  /** One number: how many batches may still be sent. */
  credit: SharedArrayBuffer;
}

/** Whether a thread can help here: there is a second processor, and the program runs from compiled files. */
export function canReadInThread(): boolean {
  return availableParallelism() > 1 && existsSync(fileURLToPath(MAIN));
}

/**
 * Yields what `readBatches` yields.
 *
 * @throws what `readBatches` throws
 */
export async function* readBatchesInThread(
  options: ReadBatchesOptions,
): AsyncGenerator<LineBatch, void, undefined> {
  const credit = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  credit[0] = BATCHES_AHEAD;
  const workerData: ReadingThreadData = { ...options, credit: credit.buffer };
  const worker = new Worker(MAIN, { workerData, resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MIB } });
  let resume = options;
  try {
    for await (const batch of messagesOf(worker)) {
      yield batch;
      resume = { ...options, offset: batch.nextOffset, position: batch.position };
      if (batch.last) return;
      Atomics.add(credit, 0, 1);
      Atomics.notify(credit, 0);
    }
  } finally {
    await worker.terminate();
  }
  // The thread has failed. Reading on here either works or tells why, with the error that belongs to it.
  yield* readBatches(resume);
}

/** The messages of a worker until it ends, for whatever reason. */
async function* messagesOf(worker: Worker): AsyncGenerator<LineBatch, void, undefined> {
  const waiting: LineBatch[] = [];
  let ended = false;
  let wake = (): void => {};
  worker.on('message', (batch: LineBatch) => {
    waiting.push(batch);
    wake();
  });
  for (const end of ['error', 'exit']) {
    worker.on(end, () => {
      ended = true;
      wake();
    });
  }
  for (;;) {
    const batch = waiting.shift();
    if (batch) yield batch;
    else if (ended) return;
    else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}

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
import { type LineBatch, type ReadBatchesOptions, readBatches } from '../read-batches.js';
import { Proof } from './proof.js';
import type { ProofreaderData } from './proofreader-main.js';

const MAIN = new URL('./proofreader-main.js', import.meta.url);

/** Batches that may wait for their proof: some, as the thread needs a moment to start; few, as they wait in memory. */
const MOST_UNPROVED = 4;

/** What the proofreader decodes is garbage at once: a small nursery keeps its heap small. */
const NURSERY_MIB = 6;

const POLL_MS = 1;

/** Whether a thread can help here: there is a second processor, and the program runs from compiled files. */
export function canProofread(): boolean {
  return availableParallelism() > 1 && existsSync(fileURLToPath(MAIN));
}

/**
 * Yields what `readBatches` yields, for a paginated rollout.
 *
 * @throws what `readBatches` throws
 */
export async function* readBatchesProofread(
  options: ReadBatchesOptions,
): AsyncGenerator<LineBatch, void, undefined> {
  const { source, offset } = options;
  const proof = new Proof(Proof.memory());
  const workerData: ProofreaderData = { path: source.path, offset, proof: proof.shared };
  const worker = new Worker(MAIN, { workerData, resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MIB } });
  // Whatever ends the thread, there will be no more proof; what was not proved is read again below.
  worker.once('error', () => proof.end());
  worker.once('exit', () => proof.end());

  let resume = options;
  const unproved: LineBatch[] = [];
  try {
    for (const batch of readBatches({ ...options, passOver: true })) {
      unproved.push(batch);
      while (unproved[0] && (unproved.length > MOST_UNPROVED || batch.last || covers(proof, unproved[0]))) {
        const [first] = unproved;
        if (!(await proved(proof, first))) {
          yield* readBatches(resume);
          return;
        }
        unproved.shift();
        yield first;
        resume = { ...options, offset: first.nextOffset, position: first.position };
      }
    }
  } finally {
    await worker.terminate();
  }
}

function covers(proof: Proof, batch: LineBatch): boolean {
  return proof.checkedTo >= batch.nextOffset;
}

/** Waits until a batch is checked; false when it will not be. */
async function proved(proof: Proof, batch: LineBatch): Promise<boolean> {
  while (!covers(proof, batch)) {
    if (proof.ended) return covers(proof, batch);
    await sleep(POLL_MS);
  }
  return true;
}

/** The reading thread: reads batches and sends them, never more than it has credit for. */
import { parentPort, workerData } from 'node:worker_threads';
import { readBatches } from './read-batches.js';
import type { ReadingThreadData } from './reading-thread.js';

const { credit: shared, ...options }: ReadingThreadData = workerData;
const credit = new Int32Array(shared);

for (const batch of readBatches(options)) {
  while (Atomics.load(credit, 0) === 0) Atomics.wait(credit, 0, 0);
  Atomics.sub(credit, 0, 1);
  parentPort?.postMessage(batch);
}

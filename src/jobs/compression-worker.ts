/** A worker thread that compresses rollouts, one after the other, as it is told. `compression-threads.ts` starts it. */

import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { loadZstdEncoder } from '../rollout/compression/zstd-encoder.js';
import type { CompressionAnswer } from './compression-threads.js';
import { startCompression, takeStep } from './rollout-compressors.js';

const WorkerData = z.object({ stop: z.instanceof(Int32Array) });
const CompressionTask = z.object({ home: z.string(), path: z.string(), modifiedBy: z.number() });

/** Often enough for a progress bar. */
const TELL_EVERY_BYTES = 4 * 1024 * 1024;

const { stop } = WorkerData.parse(workerData);
const encoder = await loadZstdEncoder();
const tell = (answer: CompressionAnswer): void => parentPort?.postMessage(answer);

parentPort?.on('message', (message: unknown) => {
  const steps = startCompression({ task: CompressionTask.parse(message), encoder, now: Date.now });
  let told = 0;
  for (;;) {
    const step = takeStep(steps, Atomics.load(stop, 0) !== 0);
    if (typeof step !== 'number') return tell({ kind: 'end', outcome: step });
    if (step - told < TELL_EVERY_BYTES) continue;
    told = step;
    tell({ kind: 'progress', bytesDone: step });
  }
});
tell({ kind: 'ready' });

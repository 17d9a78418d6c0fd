/** Worker threads that compress rollouts: the compressor blocks the thread it runs on. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FileSystem } from '../files/file-system.js';
import type { CompressionOutcome } from '../rollout/compression/compression-outcome.js';
import { nextAnswer } from './next-answer.js';
import { type CompressionFailure, compressHere, type RolloutCompressors } from './rollout-compressors.js';

/** What a worker tells: that it can begin, how far it has come, what came of the task. */
export type CompressionAnswer =
  | { kind: 'ready' }
  | { kind: 'progress'; bytesDone: number }
  | { kind: 'end'; outcome: CompressionOutcome | CompressionFailure };

const WORKER = new URL('./compression-worker.js', import.meta.url);
/** Codex has no more at a time either (spec: feature-origins 004.49). */
const THREADS = 2;
/** What is read and decompressed is garbage at once: a small nursery saves a fifth of the memory and costs no time. */
const LIMITS = { maxYoungGenerationSizeMb: 4 };

export interface StartCompressorsOptions {
  now: () => number;
  /** Cannot be handed to a thread: with one, the work is done here. */
  fs?: FileSystem | undefined;
}

/** Starts two worker threads; where they cannot be had, the work is done here. */
export async function startCompressors(options: StartCompressorsOptions): Promise<RolloutCompressors> {
  // A program that was bundled into one file has no file for the workers.
  if (options.fs !== undefined || !existsSync(fileURLToPath(WORKER))) return compressHere(options);
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const start = () => new Worker(WORKER, { workerData: { stop }, resourceLimits: LIMITS });
  const workers = Array.from({ length: THREADS }, start);
  const close = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
  try {
    await Promise.all(workers.map((worker) => nextAnswer<CompressionAnswer>(worker, () => {})));
  } catch {
    await close();
    return compressHere(options);
  }
  const idle = [...workers];
  return {
    size: THREADS,
    async compress(task, onProgress) {
      try {
        const worker = idle.pop();
        if (worker === undefined) throw new Error('No worker is left.');
        worker.postMessage(task);
        const answer = await nextAnswer<CompressionAnswer>(worker, ({ bytesDone }) => onProgress(bytesDone));
        if (answer.kind !== 'end') throw new Error('A worker began twice.');
        idle.push(worker);
        return answer.outcome;
      } catch (error) {
        return { status: 'failed', code: 'unexpected', message: String(error) };
      }
    },
    stop: () => void Atomics.store(stop, 0, 1),
    close,
  };
}

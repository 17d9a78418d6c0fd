/** Who does the work of a compression run: a port, and its simplest form, this thread. */

import type { FileSystem } from '../files/file-system.js';
import { compressRollout } from '../rollout/compression/compress-rollout.js';
import type { CompressionOutcome } from '../rollout/compression/compression-outcome.js';
import { skipped } from '../rollout/compression/compression-outcome.js';
import { loadZstdEncoder, takeEncoderTurn, type ZstdEncoder } from '../rollout/compression/zstd-encoder.js';
import { RolloutError } from '../rollout/index.js';

export interface CompressionTask {
  home: string;
  path: string;
  /** Unix milliseconds: what was modified later stays plain. */
  modifiedBy: number;
}

/** `code` is that of a RolloutError, or `unexpected`. */
export type CompressionFailure = { status: 'failed'; code: string; message: string };

export interface RolloutCompressors {
  /** How many rollouts it works on at the same time. */
  readonly size: number;
  /** Compresses one rollout; never rejects. Given at most `size` at a time. */
  compress(
    task: CompressionTask,
    onProgress: (bytesDone: number) => void,
  ): Promise<CompressionOutcome | CompressionFailure>;
  /** Has running tasks leave off where they are; they end as `stopped`, and the rollouts stay plain. */
  stop(): void;
  /** To be called when all tasks have ended. */
  close(): Promise<void>;
}

/** Works here, a chunk at a time, with a chance for others between the chunks. */
export async function compressHere(options: {
  fs?: FileSystem | undefined;
  now: () => number;
}): Promise<RolloutCompressors> {
  const encoder = await loadZstdEncoder();
  let stopped = false;
  return {
    size: 1,
    compress: (task, onProgress) =>
      takeEncoderTurn(async () => {
        const steps = startCompression({ ...options, task, encoder });
        for (;;) {
          const step = takeStep(steps, stopped);
          if (typeof step !== 'number') return step;
          onProgress(step);
          await new Promise<void>((resolve) => setImmediate(resolve));
        }
      }),
    stop() {
      stopped = true;
    },
    async close() {},
  };
}

export type CompressionSteps = Generator<number, CompressionOutcome, undefined>;

export function startCompression(options: {
  task: CompressionTask;
  encoder: ZstdEncoder;
  now: () => number;
  fs?: FileSystem | undefined;
}): CompressionSteps {
  const { task, encoder, now, fs } = options;
  return compressRollout({ ...task, encoder, now, ...(fs !== undefined && { fs }) });
}

/** Goes on to the next step, which tells the bytes done, or to the end; a failure is an end. */
export function takeStep(
  steps: CompressionSteps,
  stopped: boolean,
): number | CompressionOutcome | CompressionFailure {
  try {
    if (stopped) {
      steps.return(skipped('stopped'));
      return skipped('stopped');
    }
    return steps.next().value;
  } catch (error) {
    if (error instanceof RolloutError) return { status: 'failed', code: error.code, message: error.message };
    return { status: 'failed', code: 'unexpected', message: String(error) };
  }
}

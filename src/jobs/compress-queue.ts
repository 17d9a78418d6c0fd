/** Compresses a list of rollouts, as many at a time as there are compressors, and always waits for those it began. */

import type { RolloutResult } from './compression-report.js';
import type { FoundRollout } from './find-compressible-rollouts.js';
import type { RolloutCompressors } from './rollout-compressors.js';

export interface CompressQueueOptions {
  home: string;
  /** Unix milliseconds: what was modified later stays plain. */
  modifiedBy: number;
  candidates: readonly FoundRollout[];
  compressors: RolloutCompressors;
  now: () => number;
  signal?: AbortSignal | undefined;
  onResult: (rollout: FoundRollout, result: RolloutResult) => void | Promise<void>;
  onProgress?: ((progress: CompressionProgress) => void) | undefined;
}

/** How far the work has come. Bytes are of plain files. */
export interface CompressionProgress {
  rolloutsDone: number;
  rollouts: number;
  bytesDone: number;
  bytes: number;
}

/** Takes the rollouts in their order. What `onResult` throws ends the work, after the rollouts that were begun. */
export async function compressQueue(options: CompressQueueOptions): Promise<void> {
  const { home, modifiedBy, candidates, compressors, now, signal, onResult } = options;
  const queue = [...candidates];
  const track = trackProgress(options);
  let failed = false;
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (failed || signal?.aborted) return;
      const rollout = next;
      const started = now();
      try {
        const result = await compressors.compress({ home, path: rollout.path, modifiedBy }, (bytes) =>
          track.running(rollout, bytes),
        );
        track.done(rollout);
        const timed = result.status === 'compressed' || result.status === 'finished';
        await onResult(rollout, timed ? { ...result, durationMs: now() - started } : result);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const stop = (): void => compressors.stop();
  signal?.addEventListener('abort', stop);
  try {
    const ends = await Promise.allSettled(Array.from({ length: compressors.size }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function trackProgress({ candidates, onProgress }: CompressQueueOptions) {
  const running = new Map<FoundRollout, number>();
  const progress: CompressionProgress = {
    rolloutsDone: 0,
    rollouts: candidates.length,
    bytesDone: 0,
    bytes: candidates.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  const tell = (): void => {
    const begun = [...running.values()].reduce((sum, bytes) => sum + bytes, 0);
    onProgress?.({ ...progress, bytesDone: progress.bytesDone + begun });
  };
  return {
    running(rollout: FoundRollout, bytes: number): void {
      running.set(rollout, bytes);
      tell();
    },
    done(rollout: FoundRollout): void {
      running.delete(rollout);
      progress.rolloutsDone++;
      progress.bytesDone += rollout.bytes;
      tell();
    },
  };
}

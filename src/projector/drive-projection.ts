/** Drives the projection of a rollout to its end: with its turns for others in this process, and its work counted as it is done. */
import type { HistoryDatabase } from '../store/open-history-database.js';
import { type ProjectionOutcome, type ProjectionProgress, projectRollout } from './project-rollout.js';
import { addCounters, type ProjectionCounters } from './projection-counters.js';
import type { RolloutSource } from './rollout-source.js';

export interface ProjectOptions {
  /** Called after each run of batches; what it throws ends the projection there, and what was committed stays. */
  onProgress?: ((progress: ProjectionProgress) => void) | undefined;
  /** Counts this work, too, for those who want to know what it was apart from other work at the same time. */
  counters?: ProjectionCounters | undefined;
  /** Waited for after each run of batches. */
  pause?: (() => Promise<void>) | undefined;
}

/** Longest stretch of work before others in this process get their turn, in milliseconds. */
const SLICE_MS = 20;

export interface DriveProjectionOptions extends ProjectOptions {
  database: HistoryDatabase;
  source: RolloutSource;
  /** Of all work. */
  total: ProjectionCounters;
  /** Unix milliseconds. */
  now: () => number;
}

/** Projects a rollout; throws what `projectRollout` or a listener throws. */
export async function driveProjection(options: DriveProjectionOptions): Promise<ProjectionOutcome> {
  const { database, source, total, now, onProgress, counters, pause } = options;
  const step: ProjectionCounters = { bytesRead: 0, linesParsed: 0, batches: 0 };
  const count = (): void => {
    addCounters(total, step);
    if (counters) addCounters(counters, step);
  };
  const nothing = { ...step };
  const work = projectRollout({ database, source, counters: step });
  let sliceStart = now();
  try {
    for (;;) {
      const result = await work.next();
      count();
      Object.assign(step, nothing);
      if (result.done) return result.value;
      onProgress?.(result.value);
      await pause?.();
      if (now() - sliceStart < SLICE_MS) continue;
      await new Promise((resolve) => setImmediate(resolve));
      sliceStart = now();
    }
  } finally {
    count();
    // Left half-way by a listener that throws, it still holds a file and a thread.
    await work.return('unchanged');
  }
}

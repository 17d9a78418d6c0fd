/** A second thread that projects small rollouts, so that the first one only writes what they come to. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { RolloutSource } from '../rollout-source.js';
import type { FinishedRollout } from './finished-rollout.js';

export interface AheadTask {
  id: number;
  source: RolloutSource;
}

/** Null: to be projected by whoever asked. */
export interface AheadAnswer {
  id: number;
  finished: FinishedRollout | null;
}

export interface AheadThread {
  /** How many rollouts to give it at a time, so that it never waits. */
  readonly depth: number;
  /** Projects a rollout that has no rows yet. Null where that did not work, for whatever reason; never rejects. */
  project(source: RolloutSource): Promise<FinishedRollout | null>;
  close(): Promise<void>;
}

const WORKER = new URL('./ahead-worker.js', import.meta.url);
const DEPTH = 4;
/** What it decodes is garbage at once: a small heap costs little, and a thread that needs more is done without. */
const LIMITS = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 64 };

/** Starts the thread; null where it cannot help: one processor, or a program without files for it. */
export function startAheadThread(): AheadThread | null {
  if (availableParallelism() < 2 || !existsSync(fileURLToPath(WORKER))) return null;
  const worker = new Worker(WORKER, { resourceLimits: LIMITS });
  const waiting = new Map<number, (finished: FinishedRollout | null) => void>();
  let dead = false;
  let lastId = 0;
  const give = (id: number, finished: FinishedRollout | null): void => {
    waiting.get(id)?.(finished);
    waiting.delete(id);
  };
  const die = (): void => {
    dead = true;
    for (const id of [...waiting.keys()]) give(id, null);
  };
  worker.on('message', ({ id, finished }: AheadAnswer) => give(id, finished));
  worker.once('error', die);
  worker.once('exit', die);
  return {
    depth: DEPTH,
    project(source) {
      if (dead) return Promise.resolve(null);
      const task: AheadTask = { id: ++lastId, source };
      return new Promise((resolve) => {
        waiting.set(task.id, resolve);
        worker.postMessage(task);
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}

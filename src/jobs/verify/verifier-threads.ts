/** Worker threads that verify rollouts: verifying only reads, so that nothing keeps two of them from going on at once. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { nextAnswer } from '../next-answer.js';
import { type RolloutVerifiers, type StartVerifiersOptions, verifyHere } from './rollout-verifiers.js';
import { type RolloutVerdict, verdict } from './verify-report.js';
import type { VerifyTask } from './verify-task.js';

/** What a worker is started with. */
export interface VerifierData {
  databasePath: string;
  stop: Int32Array;
}

/** What a worker tells: that it can begin, how far it has come, what came of the task. */
export type VerifierAnswer =
  | { kind: 'ready' }
  | { kind: 'progress'; bytesRead: number }
  | { kind: 'end'; verdict: RolloutVerdict | null };

const WORKER = new URL('./verifier-worker.js', import.meta.url);
const MOST_THREADS = 4;
/** What is decoded is garbage at once: a small nursery keeps the heap small. */
const LIMITS = { maxYoungGenerationSizeMb: 6 };

/**
 * Verifies here and in a thread for each other processor. This thread can begin while those are loading, and takes the work of
 * one that cannot be started; where there is one processor alone it does all of it.
 */
export async function startVerifiers(options: StartVerifiersOptions): Promise<RolloutVerifiers> {
  const here = await verifyHere({ ...options, amongOthers: true });
  const count = existsSync(fileURLToPath(WORKER)) ? Math.min(availableParallelism(), MOST_THREADS) - 1 : 0;
  if (count < 1) return here;
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const others = Array.from({ length: count }, () => startThread(options.databasePath, stop));
  const idle = [...others];
  let busyHere: Promise<unknown> | null = null;
  const verifyInTurn: RolloutVerifiers['verify'] = async (task, onProgress) => {
    while (busyHere !== null) await busyHere;
    const work = here.verify(task, onProgress);
    busyHere = work;
    try {
      return await work;
    } finally {
      busyHere = null;
    }
  };
  return {
    size: count + 1,
    async verify(task, onProgress) {
      const other = busyHere === null ? undefined : idle.pop();
      if (other === undefined || !(await other.started)) return verifyInTurn(task, onProgress);
      try {
        const found = await other.verify(task, onProgress);
        idle.push(other);
        return found;
      } catch (error) {
        return verdict(task, 'failed', null, error instanceof Error ? error.message : String(error));
      }
    },
    stop() {
      here.stop();
      Atomics.store(stop, 0, 1);
    },
    async close() {
      await Promise.all([here.close(), ...others.map((other) => other.close())]);
    },
  };
}

function startThread(databasePath: string, stop: Int32Array) {
  const workerData: VerifierData = { databasePath, stop };
  const worker = new Worker(WORKER, { workerData, resourceLimits: LIMITS });
  const started = nextAnswer<VerifierAnswer>(worker, () => {}).then(
    () => true,
    () => false,
  );
  return {
    started,
    async verify(task: VerifyTask, onProgress: (bytesRead: number) => void): Promise<RolloutVerdict | null> {
      worker.postMessage(task);
      const answer = await nextAnswer<VerifierAnswer>(worker, ({ bytesRead }) => onProgress(bytesRead));
      if (answer.kind !== 'end') throw new Error('A worker began twice.');
      return answer.verdict;
    },
    async close(): Promise<void> {
      await worker.terminate();
    },
  };
}

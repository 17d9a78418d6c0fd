/** A worker thread that verifies rollouts, one after the other, as it is told. `verifier-threads.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { verifyHere } from './rollout-verifiers.js';
import type { VerifierAnswer, VerifierData } from './verifier-threads.js';
import type { VerifyTask } from './verify-task.js';

/** Often enough for a progress bar. */
const TELL_EVERY_BYTES = 4 * 1024 * 1024;

const { databasePath, stop }: VerifierData = workerData;
const verifiers = await verifyHere({
  databasePath,
  now: Date.now,
  amongOthers: true,
  isStopped: () => Atomics.load(stop, 0) !== 0,
});
const tell = (answer: VerifierAnswer): void => parentPort?.postMessage(answer);

parentPort?.on('message', async (task: VerifyTask) => {
  let told = 0;
  const verdict = await verifiers.verify(task, (bytesRead) => {
    if (bytesRead - told < TELL_EVERY_BYTES) return;
    told = bytesRead;
    tell({ kind: 'progress', bytesRead });
  });
  tell({ kind: 'end', verdict });
});
tell({ kind: 'ready' });

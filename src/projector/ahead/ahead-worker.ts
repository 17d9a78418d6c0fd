/** The thread that projects rollouts ahead, one after the other, as it is told. `ahead-thread.ts` starts it. */
import { parentPort } from 'node:worker_threads';
import type { AheadAnswer, AheadTask } from './ahead-thread.js';
import { finishRollout, openScratchDatabase } from './finished-rollout.js';

const scratch = await openScratchDatabase();

parentPort?.on('message', async ({ id, source }: AheadTask) => {
  const answer: AheadAnswer = { id, finished: null };
  try {
    answer.finished = await finishRollout(scratch, source);
  } catch {
    // Whoever asked projects it and meets the same, with somebody to tell.
  }
  parentPort?.postMessage(answer, answer.finished ? [answer.finished.rows.bytes.buffer] : []);
});

/** Takes the writer lock of a thread and holds it for a while. */
import { setTimeout as pause } from 'node:timers/promises';
import { RolloutError } from '../../../src/rollout/rollout-error.js';
import { acquireWriterLock } from '../../../src/rollout/writing/writer-lock.js';
import { childTask } from './child-task.js';

export interface LockTask {
  home: string;
  threadId: string;
  program: string;
  holdMs: number;
  /** The process ends itself while it holds the lock. */
  killed?: boolean;
}

await childTask<LockTask>(async ({ home, threadId, program, holdMs, killed = false }, fs) => {
  try {
    const lock = acquireWriterLock({ home, threadId, fs, now: () => Date.now(), program });
    if (killed) process.kill(process.pid, 'SIGKILL');
    await pause(holdMs);
    lock.release();
    return 'held';
  } catch (error) {
    if (error instanceof RolloutError) return error.message;
    throw error;
  }
});

/** Who verifies rollouts: a port, and its simplest form, this thread. */
import { openReader } from '../../store/open-connection.js';
import { openDerivedRows } from './digest-rows.js';
import { Shadow } from './shadow.js';
import { type RolloutVerdict, verdict } from './verify-report.js';
import { verifyRollout } from './verify-rollout.js';
import type { VerifyTask } from './verify-task.js';

/** From this much on, a proofreading thread earns more than it costs to start; more where other threads are busy. */
const PROOFREAD_FROM = { alone: 8 * 1024 * 1024, amongOthers: 32 * 1024 * 1024 };

export interface RolloutVerifiers {
  /** How many rollouts it works on at the same time. */
  readonly size: number;
  /** Verifies one rollout; never rejects. Null when it was stopped. Given at most `size` at a time. */
  verify(task: VerifyTask, onProgress: (bytesRead: number) => void): Promise<RolloutVerdict | null>;
  /** Has running tasks leave off. */
  stop(): void;
  /** To be called when all tasks have ended. */
  close(): Promise<void>;
}

/** Thrown between batches, to leave a verification. */
class Stopped extends Error {}

export interface StartVerifiersOptions {
  /** The history database; it is only read. */
  databasePath: string;
  now: () => number;
  /** Several rollouts are worked on at a time, here or elsewhere. */
  amongOthers?: boolean;
  isStopped?: () => boolean;
}

/** Verifies here, with a chance for others between the batches. */
export async function verifyHere(options: StartVerifiersOptions): Promise<RolloutVerifiers> {
  const { databasePath, now, amongOthers = false, isStopped = () => false } = options;
  const connection = openReader(databasePath);
  const stored = openDerivedRows(connection);
  const shadow = await Shadow.open();
  let stopped = false;
  return {
    size: 1,
    async verify(task, onProgress) {
      try {
        return await verifyRollout({
          task,
          connection,
          stored,
          shadow,
          now,
          proofreadFrom: amongOthers ? PROOFREAD_FROM.amongOthers : PROOFREAD_FROM.alone,
          onProgress(bytesRead) {
            if (stopped || isStopped()) throw new Stopped();
            onProgress(bytesRead);
          },
        });
      } catch (error) {
        if (error instanceof Stopped) return null;
        return verdict(task, 'failed', null, error instanceof Error ? error.message : String(error));
      }
    },
    stop() {
      stopped = true;
    },
    async close() {
      shadow.close();
      connection.close();
    },
  };
}

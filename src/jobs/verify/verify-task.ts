/** The unit of the work, handed to whichever thread does it. */
import type { RolloutFile } from '../../rollout/index.js';

/** A rollout to verify, and the file that the inventory found of it. */
export interface VerifyTask {
  threadId: string;
  rolloutId: string;
  /** Null where there are rows alone. */
  file: RolloutFile | null;
}

/** The unit of the work, handed to whichever thread does it. */
import type { RolloutFile } from '../../rollout/index.js';
import type { RolloutRow } from '../../store/rollouts.js';

/** A rollout to verify, and the file that the inventory found of it. */
export interface VerifyTask {
  threadId: string;
  rolloutId: string;
  /** Null where there are rows alone. */
  file: RolloutFile | null;
  /** What the file says of itself, as it was when the inventory was looked at; missing when nobody looked. */
  described?: RolloutRow | undefined;
}

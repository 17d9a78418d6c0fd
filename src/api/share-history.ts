/**
 * Makes the rollout that others are about to build on ready for it: the first time, a compressed one becomes plain; one
 * that is shared already is read as it is (spec projection §8).
 */
import { materialiseRollout } from '../rollout/writing/materialise-rollout.js';
import { findReferences } from '../store/rollout-references.js';
import { findRollout } from '../store/rollouts.js';
import type { ThreadStoreContext } from './thread-store-options.js';

/**
 * @param rolloutId the rollout that a new one is to be based on
 * @throws RolloutError when it cannot be expanded; then all is as before
 */
export function shareHistory({ database, fs }: ThreadStoreContext, rolloutId: string): void {
  const row = findRollout(database.reader, rolloutId);
  if (row === null || row.compressed === 0 || row.base_rollout_id !== null) return;
  if (findReferences(database.reader, rolloutId).length > 0) return;
  materialiseRollout({ path: row.path, fs });
}

/** Whether a rebuild of everything is due: rows of another projector version, or of a schema that came before this one. */
import { examineSource } from '../../projector/examine-source.js';
import { PROJECTOR_VERSION } from '../../projector/projector-version.js';
import { sourceOf } from '../../projector/stored-lineage.js';
import { RolloutError } from '../../rollout/index.js';
import { listOutdatedCheckpoints } from '../../store/all-checkpoints.js';
import type { CheckpointRow } from '../../store/checkpoint.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import { findRollout } from '../../store/rollouts.js';

/**
 * How many rollouts have such rows and a text to make them of again. Those without one keep their rows, whatever version made
 * them, and are no reason to rebuild.
 */
export function countOutdatedRollouts({ reader }: HistoryDatabase): number {
  const canBeMade = (checkpoint: CheckpointRow): boolean => {
    const row = findRollout(reader, checkpoint.thread_id);
    if (row === null) return false;
    try {
      const state = examineSource(sourceOf(row), checkpoint);
      return state.kind === 'replaced' && state.outdated;
    } catch (error) {
      if (error instanceof RolloutError) return false;
      throw error;
    }
  };
  return listOutdatedCheckpoints(reader, PROJECTOR_VERSION).filter(canBeMade).length;
}

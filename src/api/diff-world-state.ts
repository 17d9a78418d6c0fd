/** What changed in the world state of a thread between two places in its history. */
import { diffWorldStates, type WorldStateOperation } from '../world-state/index.js';
import { readWorldState, type WorldStateSource, type WorldStateView } from './read-world-state.js';
import type { WorldStatePoint } from './world-state/world-state-point.js';

export interface DiffWorldStateOptions {
  /** Default: where the thread stands now. The older place need not come first. */
  from?: WorldStatePoint | undefined;
  to?: WorldStatePoint | undefined;
}

export interface WorldStateDiff {
  threadId: string;
  from: WorldStateView;
  to: WorldStateView;
  /** RFC 6902, from the sections of `from` to those of `to`; no sections count as `{}`. */
  operations: WorldStateOperation[];
}

/**
 * Compares two world states of a thread that is ready to be read.
 *
 * @throws HistoryError, RolloutError as `readWorldState`
 */
export function diffWorldState(
  source: WorldStateSource,
  { from, to }: DiffWorldStateOptions,
): WorldStateDiff {
  const before = readWorldState(source, { at: from });
  const after = readWorldState(source, { at: to });
  return {
    threadId: source.lineage.threadId,
    from: before,
    to: after,
    operations: diffWorldStates(before.sections ?? {}, after.sections ?? {}),
  };
}

/** Where reading a rollout begins: at its first line, or behind what a checkpoint covers. */
import type { CheckpointRow } from '../store/checkpoint.js';
import { parseCanonicalState } from './canonical/canonical-state.js';
import { UNTOLD_STRETCH } from './canonical/migrated-stretch.js';
import type { ReadPosition } from './line-outcome.js';
import type { RolloutSource } from './rollout-source.js';

/** The position before the first line. What goes on from another rollout, or from inherited context, was not migrated. */
export function startPosition(source: RolloutSource): ReadPosition {
  const { reducer, initialOrdinal, subagentStartOrdinal } = source;
  const isWhole = initialOrdinal === 0 && subagentStartOrdinal === null;
  const stretch = reducer === 'canonical' && isWhole ? UNTOLD_STRETCH : null;
  return { nextOrdinal: initialOrdinal, unrecognisedItems: 0, stretch };
}

/** The position behind the lines that a checkpoint covers. */
export function positionAfter(source: RolloutSource, checkpoint: CheckpointRow | null): ReadPosition {
  if (checkpoint === null) return startPosition(source);
  const { next_rollout_ordinal, unrecognised_items, reducer_state } = checkpoint;
  const state = source.reducer === 'canonical' ? parseCanonicalState(reducer_state) : null;
  return {
    nextOrdinal: next_rollout_ordinal,
    unrecognisedItems: unrecognised_items,
    stretch: state?.stretch ?? null,
  };
}

/** Opens the reducer of a rollout where its checkpoint left off. */
import type { CheckpointRow } from '../store/checkpoint.js';
import { bareLineReducer } from './bare/bare-line-reducer.js';
import { canonicalLineReducer } from './canonical/canonical-line-reducer.js';
import { legacyLineReducer } from './legacy/legacy-line-reducer.js';
import type { LineReducer, ReducerPosition } from './line-reducer.js';
import type { ReducerName, RolloutSource } from './rollout-source.js';

const REDUCERS: Record<ReducerName, (source: RolloutSource, from: ReducerPosition) => LineReducer> = {
  canonical: canonicalLineReducer,
  legacy: legacyLineReducer,
  bare: bareLineReducer,
};

/** The reducer of a rollout; without a checkpoint it starts at the first line. */
export function openLineReducer(source: RolloutSource, checkpoint: CheckpointRow | null): LineReducer {
  return REDUCERS[source.reducer](source, {
    nextOrdinal: checkpoint?.next_rollout_ordinal ?? source.initialOrdinal,
    state: checkpoint?.reducer_state ?? null,
    unrecognisedItems: checkpoint?.unrecognised_items ?? 0,
  });
}

/**
 * The order in which a turn's context is written. A log can end between any two records; in this order a reader never holds
 * for told what the model did not see, and at worst tells it twice (spec: world-state §4).
 */
import type { RolloutRecord } from '../events/decode-line.js';

export interface ContextRecords {
  /** What the model sees, in its order. */
  items?: readonly RolloutRecord[];
  worldState?: RolloutRecord | null;
  turnContext?: RolloutRecord | null;
}

export interface CompactionRecords {
  compacted: RolloutRecord;
  worldState?: RolloutRecord | null;
  turnContext?: RolloutRecord | null;
  /** thread_settings_applied, token counts, the item of the compaction, in this order. */
  after?: readonly RolloutRecord[];
}

/** Context of a turn or of a step within one: visible items, then the world state that they tell, then the turn context. */
export function orderContextRecords({
  items = [],
  worldState,
  turnContext,
}: ContextRecords): RolloutRecord[] {
  return [...items, ...present(worldState, turnContext)];
}

/** A compaction: it ends what was told, so the state that holds from then on comes after it (corrections-0.169 item 19). */
export function orderCompactionRecords({
  compacted,
  worldState,
  turnContext,
  after = [],
}: CompactionRecords): RolloutRecord[] {
  return [compacted, ...present(worldState, turnContext), ...after];
}

function present(...records: (RolloutRecord | null | undefined)[]): RolloutRecord[] {
  return records.filter((record) => record != null);
}

/**
 * The legacy reducer: makes turns and items of a rollout whose events describe what the interface showed,
 * one record at a time (spec: legacy-history). It is pure: the state goes in and comes out, the input is not
 * touched, and whatever lies further back is asked of the history. Which records a legacy rollout is made of
 * is decided by the persistence policy; writing the changes is left to others.
 */
import type { EventMsg } from '../../events/event-msg/event-msg.js';
import type { RolloutRecord } from '../../events/record/rollout-record.js';
import { onCompacted } from './compaction.js';
import { onResponseItem } from './hook-prompts.js';
import type { LegacyChange } from './legacy-change.js';
import type { LegacyHistory } from './legacy-history.js';
import type { LegacyState } from './legacy-state.js';
import type { LegacyIds, LegacyStep } from './legacy-step.js';
import { reduceEvent } from './reduce-event.js';

/** What a record comes to. */
export interface LegacyReduction {
  /** To be handed in with the next record; plain JSON. */
  state: LegacyState;
  /** In the order in which they are to be applied, before the next record is reduced. */
  changes: LegacyChange[];
}

/**
 * Reduces one record. Every record of the rollout must be handed in, those that change nothing too: their
 * number makes the ids of implicit turns.
 *
 * @param history the rows as the changes of all earlier records left them.
 */
export function reduceLegacy(
  state: LegacyState,
  record: RolloutRecord,
  history: LegacyHistory,
  ids: LegacyIds,
): LegacyReduction {
  const recordIndex = state.recordIndex === null ? 0 : state.recordIndex + 1;
  const step: LegacyStep = { state: { ...state, recordIndex }, changes: [], history, ids };
  switch (record.type) {
    case 'event_msg':
      reduceEvent(step, record.payload);
      break;
    case 'response_item':
      onResponseItem(step, record.payload);
      break;
    case 'compacted':
      onCompacted(step);
      break;
    default:
      break;
  }
  return { state: step.state, changes: step.changes };
}

/**
 * Reduces an event that is not (yet) a record of a rollout, as a live feed has it; the record index stays.
 */
export function reduceLegacyEvent(
  state: LegacyState,
  event: EventMsg,
  history: LegacyHistory,
  ids: LegacyIds,
): LegacyReduction {
  const step: LegacyStep = { state: { ...state }, changes: [], history, ids };
  reduceEvent(step, event);
  return { state: step.state, changes: step.changes };
}

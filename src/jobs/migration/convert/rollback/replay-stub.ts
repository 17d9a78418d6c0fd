/**
 * Small stand-ins for the records by which a walk back through a log finds what the model goes on with.
 */
import type { RolloutRecord } from '../../../../events/record/rollout-record.js';
import { isDeliveredMessage } from '../../../../model-context/delivered-message.js';
import { isTurnBoundary } from '../../../../model-context/turn-boundary.js';

const REQUEST: RolloutRecord = {
  type: 'response_item',
  payload: { type: 'agent_message', author: '', recipient: '', content: [] },
};
const OTHER_ITEM: RolloutRecord = {
  type: 'response_item',
  payload: { type: 'reasoning', summary: [], encrypted_content: null },
};

const EVENTS = new Set([
  'task_started',
  'task_complete',
  'turn_aborted',
  'user_message',
  'thread_rolled_back',
]);

/** @returns null for a record that the walk does not look at. */
export function replayStub(record: RolloutRecord): RolloutRecord | null {
  switch (record.type) {
    case 'response_item':
      if (isDeliveredMessage(record)) return null;
      return isTurnBoundary(record.payload) ? REQUEST : OTHER_ITEM;
    case 'inter_agent_communication':
      return REQUEST;
    case 'turn_context': {
      const { turn_id, cwd, approval_policy, model, comp_hash, realtime_active } = record.payload;
      return {
        type: 'turn_context',
        payload: { turn_id, cwd, approval_policy, model, comp_hash, realtime_active },
      };
    }
    case 'world_state':
      return { type: 'world_state', payload: { full: record.payload.full, state: {} } };
    case 'compacted': {
      const { payload } = record;
      const replacement_history = payload.replacement_history == null ? undefined : [];
      return {
        type: 'compacted',
        payload: {
          message: '',
          replacement_history,
          window_number: payload.window_number,
          resume_metadata: payload.resume_metadata,
        },
      };
    }
    case 'event_msg':
      return EVENTS.has(record.payload.type) ? shortEvent(record) : null;
    default:
      return null;
  }
}

function shortEvent(record: Extract<RolloutRecord, { type: 'event_msg' }>): RolloutRecord {
  const { payload } = record;
  if (payload.type !== 'user_message') return record;
  return { type: 'event_msg', payload: { ...payload, message: '', images: [], text_elements: [] } };
}

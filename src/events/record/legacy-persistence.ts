/**
 * Which records a legacy rollout keeps. Codex applies this on reading too: what it would not have written is neither shown nor counted,
 * even where an older version did write it.
 */
import type { EventMsg } from '../event-msg/event-msg.js';
import type { TurnItem } from '../turn-item/turn-item.js';
import type { RolloutRecord } from './rollout-record.js';

const KEPT_EVENTS: ReadonlySet<string> = new Set([
  'task_started',
  'task_complete',
  'turn_aborted',
  'thread_rolled_back',
  'thread_settings_applied',
  'thread_goal_updated',
  'token_count',
  'user_message',
  'agent_message',
  'agent_reasoning',
  'agent_reasoning_raw_content',
  'context_compacted',
  'entered_review_mode',
  'exited_review_mode',
  'patch_apply_end',
  'mcp_tool_call_end',
  'web_search_end',
  'image_generation_end',
]);

/**
 * Whether a record of a legacy rollout takes part in Codex's reading of it: gets a record index, and reaches the turns (spec:
 * rollout-format §14; seen to hold for reading in 0.169).
 */
export function isPersistedInLegacy(record: RolloutRecord): boolean {
  switch (record.type) {
    case 'realtime_item':
      return false;
    case 'response_item':
      return record.payload.type !== 'other' && record.payload.type !== 'compaction_trigger';
    case 'event_msg':
      return isPersistedEvent(record.payload);
    default:
      return true;
  }
}

function isPersistedEvent(event: EventMsg): boolean {
  if (event.type === 'item_completed') return isPersistedItem(event.item);
  if (event.type === 'sub_agent_activity') return event.kind !== 'completed';
  return KEPT_EVENTS.has(event.type);
}

/** Items for which the legacy mode has no event of their own. */
function isPersistedItem(item: TurnItem): boolean {
  switch (item.type) {
    case 'FunctionCallOutput':
    case 'Plan':
      return true;
    case 'SubAgentActivity':
      return item.kind === 'completed';
    case 'Extension':
      return item.kind === 'clock.sleep';
    default:
      return false;
  }
}

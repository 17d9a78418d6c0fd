/**
 * Which records a rollout keeps: one policy, parameterised by the history mode alone. Codex applies the legacy one on reading too: what it
 * would not have written is neither shown nor counted, even where an older version did write it. What becomes of a record that is kept,
 * or has legacy events, is decided by `recordsToPersist`.
 */
import type { EventMsg } from '../event-msg/event-msg.js';
import type { TurnItem } from '../turn-item/turn-item.js';
import type { HistoryMode } from './history-mode.js';
import type { RolloutRecord } from './rollout-record.js';

const KEPT_EVENTS: ReadonlySet<string> = new Set([
  'task_started',
  'task_complete',
  'turn_aborted',
  'thread_rolled_back',
  'thread_settings_applied',
  'thread_goal_updated',
  'token_count',
]);

/** Events that say in the older words what the canonical items say; a rollout has either these or those. */
const LEGACY_EVENTS: ReadonlySet<string> = new Set([
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
 * Whether a rollout of that mode keeps a record (spec: rollout-format §14). For a legacy rollout this also says whether a record that is
 * there takes part in Codex's reading of it: gets a record index, and reaches the turns (seen to hold in 0.169).
 */
export function isPersisted(record: RolloutRecord, historyMode: HistoryMode): boolean {
  switch (record.type) {
    case 'realtime_item':
      return historyMode === 'paginated';
    case 'response_item':
      return record.payload.type !== 'other' && record.payload.type !== 'compaction_trigger';
    case 'event_msg':
      return isPersistedEvent(record.payload, historyMode);
    default:
      return true;
  }
}

function isPersistedEvent(event: EventMsg, historyMode: HistoryMode): boolean {
  if (KEPT_EVENTS.has(event.type)) return true;
  if (historyMode === 'paginated') return event.type === 'item_completed';
  return event.type === 'item_completed' ? hasNoLegacyEvent(event.item) : isPersistedLegacyEvent(event);
}

/** Whether a legacy rollout keeps an event that a canonical item gave rise to. */
export function isPersistedLegacyEvent(event: { readonly type: string; readonly kind?: unknown }): boolean {
  return event.type === 'sub_agent_activity' ? event.kind !== 'completed' : LEGACY_EVENTS.has(event.type);
}

/** Items for which the legacy mode has no event of its own. */
function hasNoLegacyEvent(item: TurnItem): boolean {
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

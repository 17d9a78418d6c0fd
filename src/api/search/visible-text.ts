/**
 * The text of a record that `thread/search` looks into.
 */
import type { EventMsg } from '../../events/event-msg/event-msg.js';
import type { RolloutRecord } from '../../events/record/rollout-record.js';
import type { ResponseItem } from '../../events/response-item/response-item.js';
import { userRequest } from './user-request.js';

/**
 * What user and agent said: the messages the model saw, from `user` or `assistant`, and the message events of legacy rollouts. Null
 * for everything else, items included: their texts are in the messages already. Observed in Codex 0.169.0, in both history modes.
 */
export function visibleTextOf(record: RolloutRecord): string | null {
  if (record.type === 'event_msg') return textOfEvent(record.payload);
  if (record.type === 'response_item') return textOfMessage(record.payload);
  return null;
}

function textOfEvent(event: EventMsg): string | null {
  if (event.type === 'user_message') return userRequest(event.message);
  if (event.type === 'agent_message') return event.message;
  return null;
}

function textOfMessage(item: ResponseItem): string | null {
  if (item.type !== 'message' || (item.role !== 'user' && item.role !== 'assistant')) return null;
  return item.content
    .map((part) => (part.type === 'input_text' || part.type === 'output_text' ? part.text : ''))
    .join(' ');
}

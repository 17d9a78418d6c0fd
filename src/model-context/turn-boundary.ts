/** Which items of a history somebody asked with: a turn begins at each of them, and a rollback counts them. */
import type { ResponseItem } from '../events/response-item/response-item.js';
import { isContextualUserMessage } from './contextual-message.js';
import { readEnvelope } from './inter-agent-message.js';

/** Whether an item is a request of the user or of another agent (spec: model-context §3, §5). */
export function isTurnBoundary(item: ResponseItem): boolean {
  if (item.type === 'agent_message') return true;
  return isUserRequest(item) || (isAssistant(item) && readEnvelope(item) !== null);
}

/** Whether an item is a request of the user. */
export function isUserRequest(item: ResponseItem): boolean {
  return item.type === 'message' && item.role === 'user' && !isContextualUserMessage(item);
}

function isAssistant(item: ResponseItem): item is Extract<ResponseItem, { type: 'message' }> {
  return item.type === 'message' && item.role === 'assistant';
}

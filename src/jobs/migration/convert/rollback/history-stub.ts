/**
 * Small stand-ins for the items of the model's history, for working out what a rollback takes away: they answer what is asked of an item
 * (who speaks, context or request, which turn) and hold none of its text.
 */
import { isJsonObject } from '../../../../events/json/json-object.js';
import type { AgentMessageResponseItem, MessageContent } from '../../../../events/response-item/message.js';
import type { ReasoningResponseItem } from '../../../../events/response-item/reasoning.js';
import type { ResponseItem } from '../../../../events/response-item/response-item.js';
import { type HistoryItem, isHistoryItem } from '../../../../model-context/history-item.js';
import { isTurnBoundary } from '../../../../model-context/turn-boundary.js';

/** Enough of a text for its first and last words; those of context are much shorter. */
const END_CHARACTERS = 120;

/** @returns null for what is no item of the history. `id` names the item in place of its own. */
export function historyStub(item: ResponseItem, id: string): HistoryItem | null {
  if (!isHistoryItem(item)) return null;
  const turnId = turnOfItem(item);
  const turn = turnId === null ? {} : { internal_chat_message_metadata_passthrough: { turn_id: turnId } };
  if (isTurnBoundary(item)) return { item: { ...requestStub(id), ...turn }, metadata: null };
  if (item.type === 'message' && item.role !== 'assistant') {
    const { type, role } = item;
    return { item: { type, role, id, content: item.content.map(shortened), ...turn }, metadata: null };
  }
  const other: ReasoningResponseItem = { type: 'reasoning', id, summary: [], encrypted_content: null };
  return { item: { ...other, ...turn }, metadata: null };
}

/** The turn that an item names. */
export function turnOfItem(item: ResponseItem): string | null {
  if (!('internal_chat_message_metadata_passthrough' in item)) return null;
  const passed = item.internal_chat_message_metadata_passthrough;
  return isJsonObject(passed) && typeof passed.turn_id === 'string' ? passed.turn_id : null;
}

/** A request, whoever makes it. */
export function requestStub(id: string): AgentMessageResponseItem {
  return { type: 'agent_message', id, author: '', recipient: '', content: [] };
}

function shortened(part: MessageContent): MessageContent {
  if (part.type !== 'input_text' || part.text.length <= 2 * END_CHARACTERS) return part;
  return {
    type: 'input_text',
    text: `${part.text.slice(0, END_CHARACTERS)}${part.text.slice(-END_CHARACTERS)}`,
  };
}

/** What `historyStub` named it. */
export function stubId({ item }: HistoryItem): string {
  return 'id' in item && typeof item.id === 'string' ? item.id : '';
}

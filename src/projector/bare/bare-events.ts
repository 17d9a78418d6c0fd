/**
 * Reads the lines of the envelope-less files of mid-2025 as the events that a legacy log of the same session would hold:
 * its messages and its reasoning (spec rollout-format §19). Tool calls are left to recovery.
 */

import { EventMsg } from '../../events/event-msg/event-msg.js';
import { isJsonObject, type JsonObject } from '../../events/json/json-object.js';

/** Context that the client wrote in the user's name. */
const CONTEXT = /^\s*<(environment_context|user_instructions)>/;

/** What a user wrote, in a line of such a file; null for every other line, and for context in the user's name. */
export function bareMessageText(json: JsonObject): string | null {
  if (json.type !== 'message' || json.role !== 'user' || 'payload' in json) return null;
  const text = textOf(json.content);
  return CONTEXT.test(text) ? null : text;
}

/**
 * The events of one line, in order.
 *
 * @returns null when the line is of no kind that such files have
 */
export function bareEvents(json: JsonObject): EventMsg[] | null {
  if ('payload' in json) return null;
  if (typeof json.record_type === 'string') return [];
  switch (json.type) {
    case undefined:
      return typeof json.id === 'string' && typeof json.timestamp === 'string' ? [] : null;
    case 'message':
      return messageEvents(json);
    case 'reasoning':
      return [
        ...partsOf(json.summary).map((text) => EventMsg.parse({ type: 'agent_reasoning', text })),
        ...partsOf(json.content).map((text) => EventMsg.parse({ type: 'agent_reasoning_raw_content', text })),
      ];
    case 'function_call':
    case 'function_call_output':
    case 'local_shell_call':
    case 'custom_tool_call':
    case 'custom_tool_call_output':
    case 'web_search_call':
      return [];
    default:
      return null;
  }
}

function messageEvents(json: JsonObject): EventMsg[] {
  if (json.role === 'assistant')
    return [EventMsg.parse({ type: 'agent_message', message: textOf(json.content) })];
  const message = bareMessageText(json);
  return message === null ? [] : [EventMsg.parse({ type: 'user_message', message })];
}

function textOf(content: unknown): string {
  return partsOf(content).join('');
}

function partsOf(content: unknown): string[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((part) => (isJsonObject(part) && typeof part.text === 'string' ? [part.text] : []));
}

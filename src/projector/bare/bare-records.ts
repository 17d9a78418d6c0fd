/**
 * Reads the lines of the envelope-less files of mid-2025 as the records that a legacy log of the same session would hold:
 * its messages and its reasoning as events, its tool calls as the response items that they are (spec rollout-format §19).
 */

import type { RolloutRecord } from '../../events/decode-line.js';
import { EventMsg } from '../../events/event-msg/event-msg.js';
import { isJsonObject, type JsonObject } from '../../events/json/json-object.js';
import { KnownResponseItem } from '../../events/response-item/response-item.js';

/** Context that the client wrote in the user's name. */
const CONTEXT = /^\s*<(environment_context|user_instructions)>/;

/** What a user wrote, in a line of such a file; null for every other line, and for context in the user's name. */
export function bareMessageText(json: JsonObject): string | null {
  if (json.type !== 'message' || json.role !== 'user' || 'payload' in json) return null;
  const text = textOf(json.content);
  return CONTEXT.test(text) ? null : text;
}

/** The two ways in which such files tell the working directory, in context that they write in the user's name. */
const FOLDER = /<cwd>([^<\n]+)<\/cwd>|^Current working directory: (.+)$/m;

/** The working directory of what follows, in a line that tells it; null for every other line. */
export function bareFolder(json: JsonObject): string | null {
  if (json.type !== 'message' || json.role !== 'user' || 'payload' in json) return null;
  const text = textOf(json.content);
  if (!text.trimStart().startsWith('<environment_context>')) return null;
  const [, tagged, named] = FOLDER.exec(text) ?? [];
  return (tagged ?? named)?.trim() || null;
}

/**
 * The records of one line, in order.
 *
 * @returns null when the line is of no kind that such files have
 */
export function bareRecords(json: JsonObject): RolloutRecord[] | null {
  if ('payload' in json) return null;
  if (typeof json.record_type === 'string') return [];
  switch (json.type) {
    case undefined:
      return typeof json.id === 'string' && typeof json.timestamp === 'string' ? [] : null;
    case 'message':
      return messageEvents(json).map(eventRecord);
    case 'reasoning':
      return [
        ...partsOf(json.summary).map((text) => eventRecord({ type: 'agent_reasoning', text })),
        ...partsOf(json.content).map((text) => eventRecord({ type: 'agent_reasoning_raw_content', text })),
      ];
    case 'function_call':
    case 'function_call_output':
    case 'local_shell_call':
    case 'custom_tool_call':
    case 'custom_tool_call_output':
    case 'web_search_call':
      return callRecords(json);
    default:
      return null;
  }
}

function messageEvents(json: JsonObject): JsonObject[] {
  if (json.role === 'assistant') return [{ type: 'agent_message', message: textOf(json.content) }];
  const message = bareMessageText(json);
  return message === null ? [] : [{ type: 'user_message', message }];
}

function eventRecord(event: JsonObject): RolloutRecord {
  return { type: 'event_msg', payload: EventMsg.parse(event) };
}

/** A call that lacks what a call must have tells nothing. */
function callRecords(json: JsonObject): RolloutRecord[] {
  const { success, data } = KnownResponseItem.safeParse(json);
  return success ? [{ type: 'response_item', payload: data }] : [];
}

function textOf(content: unknown): string {
  return partsOf(content).join('');
}

function partsOf(content: unknown): string[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((part) => (isJsonObject(part) && typeof part.text === 'string' ? [part.text] : []));
}

/**
 * Recognises the commonest items of a log without the schemas, which cost more than parsing their JSON does. It accepts only
 * what the schemas accept unchanged (a property test holds it to that), and knows nothing of rarer shapes: those are for the
 * schemas.
 */

import type { ItemCompleted } from '../event-msg/item-lifecycle.js';
import { isJsonObject, type JsonObject } from '../json/json-object.js';
import { isPlainFileUri } from '../value/path-uri.js';
import { isThreadId } from '../value/thread-id.js';

const SOURCES = new Set<unknown>(['agent', 'user_shell', 'unified_exec_startup', 'unified_exec_interaction']);
const STATUSES = new Set<unknown>(['in_progress', 'completed', 'failed', 'declined']);
const PHASES = new Set<unknown>(['commentary', 'partial_answer', 'final_answer']);

const LINE_KEYS = new Set(['timestamp', 'ordinal', 'type', 'payload']);
const EVENT_KEYS = new Set(['type', 'thread_id', 'turn_id', 'item', 'started_at_ms', 'completed_at_ms']);
const USER_MESSAGE_KEYS = new Set(['type', 'id', 'client_id', 'content']);
const AGENT_MESSAGE_KEYS = new Set([
  ...['type', 'moderation', 'id', 'content', 'phase', 'memory_citation', 'delivery', 'questions'],
]);
const REASONING_KEYS = new Set(['type', 'id', 'summary_text', 'raw_content']);
const COMMAND_KEYS = new Set([
  ...['type', 'id', 'plugin_id', 'script_path', 'process_id', 'command', 'cwd', 'parsed_cmd', 'source'],
  ...['interaction_input', 'status', 'aggregated_output', 'exit_code', 'duration'],
]);
const PART_KEYS = new Set(['type', 'text', 'text_elements']);
const PARSED_COMMAND_KEYS = new Set(['type', 'cmd', 'name', 'path']);
const DURATION_KEYS = new Set(['secs', 'nanos']);

/** True for the envelope of a line as Codex writes it, around such an item; its text must be looked at for half surrogates. */
export function isPlainItemLine(line: JsonObject): line is PlainItemLine {
  return (
    line.type === 'event_msg' &&
    typeof line.timestamp === 'string' &&
    (line.ordinal === undefined || isUint(line.ordinal)) &&
    hasOnly(line, LINE_KEYS) &&
    isPlainItemCompleted(line.payload)
  );
}

/** A line with nothing in it that the schemas would refuse or change. */
export interface PlainItemLine extends JsonObject {
  timestamp: string;
  ordinal?: number;
  type: 'event_msg';
  payload: ItemCompleted;
}

/**
 * True for a completed command, user message, agent message or reasoning of the plainest form. It has no key that is not
 * known here, so no number and no nesting in it can be beyond what Codex reads.
 */
export function isPlainItemCompleted(payload: unknown): payload is ItemCompleted {
  return (
    isJsonObject(payload) &&
    payload.type === 'item_completed' &&
    typeof payload.thread_id === 'string' &&
    isThreadId(payload.thread_id) &&
    isString(payload.turn_id) &&
    Number.isSafeInteger(payload.started_at_ms) &&
    Number.isSafeInteger(payload.completed_at_ms) &&
    isJsonObject(payload.item) &&
    isString(payload.item.id) &&
    isPlainItem(payload.item) &&
    hasOnly(payload, EVENT_KEYS)
  );
}

function isPlainItem(item: JsonObject): boolean {
  switch (item.type) {
    case 'CommandExecution':
      return hasOnly(item, COMMAND_KEYS) && isPlainCommand(item);
    case 'UserMessage':
      return hasOnly(item, USER_MESSAGE_KEYS) && isPlainUserMessage(item);
    case 'AgentMessage':
      return hasOnly(item, AGENT_MESSAGE_KEYS) && isPlainAgentMessage(item);
    case 'Reasoning':
      return hasOnly(item, REASONING_KEYS) && isPlainReasoning(item);
    default:
      return false;
  }
}

function isPlainCommand(item: JsonObject): boolean {
  return (
    isArrayOf(item.command, isString) &&
    typeof item.cwd === 'string' &&
    isPlainFileUri(item.cwd) &&
    isArrayOf(item.parsed_cmd, isPlainParsedCommand) &&
    SOURCES.has(item.source) &&
    STATUSES.has(item.status) &&
    isOptionalString(item.plugin_id) &&
    isOptionalString(item.script_path) &&
    isOptionalString(item.process_id) &&
    isOptionalString(item.interaction_input) &&
    isOptionalString(item.aggregated_output) &&
    (item.exit_code == null || isInt32(item.exit_code)) &&
    (item.duration == null || isPlainDuration(item.duration))
  );
}

function isPlainUserMessage(item: JsonObject): boolean {
  return isOptionalString(item.client_id) && isArrayOf(item.content, isPlainInput);
}

function isPlainReasoning(item: JsonObject): boolean {
  return isArrayOf(item.summary_text, isString) && isArrayOf(item.raw_content, isString);
}

function isPlainAgentMessage(item: JsonObject): boolean {
  return (
    item.moderation == null &&
    item.memory_citation == null &&
    item.delivery == null &&
    item.questions == null &&
    (item.phase == null || PHASES.has(item.phase)) &&
    isArrayOf(item.content, isPlainText)
  );
}

function isPlainText(part: unknown): boolean {
  return isJsonObject(part) && part.type === 'Text' && isString(part.text) && hasOnly(part, PART_KEYS);
}

function isPlainInput(part: unknown): boolean {
  return (
    isJsonObject(part) &&
    part.type === 'text' &&
    isString(part.text) &&
    Array.isArray(part.text_elements) &&
    part.text_elements.length === 0 &&
    hasOnly(part, PART_KEYS)
  );
}

function isPlainParsedCommand(command: unknown): boolean {
  if (!isJsonObject(command) || !isString(command.cmd) || !hasOnly(command, PARSED_COMMAND_KEYS))
    return false;
  if (command.type === 'unknown') return isOptionalString(command.name) && isOptionalString(command.path);
  return command.type === 'read' && isString(command.name) && isString(command.path);
}

function isPlainDuration(duration: unknown): boolean {
  return (
    isJsonObject(duration) &&
    isUint(duration.secs) &&
    isUint(duration.nanos) &&
    hasOnly(duration, DURATION_KEYS)
  );
}

function hasOnly(object: JsonObject, keys: ReadonlySet<string>): boolean {
  for (const key in object) if (!keys.has(key)) return false;
  return true;
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isOptionalString(value: unknown): boolean {
  return value == null || typeof value === 'string';
}

function isInt32(value: unknown): boolean {
  return typeof value === 'number' && (value | 0) === value;
}

function isUint(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isArrayOf(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isMember);
}

/**
 * Recognises the commonest items of a log without the schemas, which cost more than parsing their JSON does. It accepts only
 * what the schemas accept unchanged (a property test holds it to that), and knows nothing of rarer shapes: those are for the
 * schemas.
 */
import type { ItemCompleted } from '../event-msg/item-lifecycle.js';
import { isPlainFileUri } from '../value/path-uri.js';
import { isThreadId } from '../value/thread-id.js';
import {
  anything,
  type Check,
  isCount,
  isEmptyList,
  isFlag,
  isNothing,
  isText,
  isWhole,
  listOf,
  mapOf,
  oneOf,
  optional,
  shape,
} from './shape.js';

const isInt32: Check = (value) => typeof value === 'number' && (value | 0) === value;

const Duration = shape({ secs: isCount, nanos: isCount });

const UnknownCommand = shape({
  type: oneOf('unknown'),
  cmd: isText,
  name: optional(isText),
  path: optional(isText),
});
const ReadCommand = shape({ type: oneOf('read'), cmd: isText, name: isText, path: isText });

const CommandExecution = shape({
  type: isText,
  id: isText,
  plugin_id: optional(isText),
  script_path: optional(isText),
  process_id: optional(isText),
  command: listOf(isText),
  cwd: (value) => typeof value === 'string' && isPlainFileUri(value),
  parsed_cmd: listOf((command) => UnknownCommand(command) || ReadCommand(command)),
  source: oneOf('agent', 'user_shell', 'unified_exec_startup', 'unified_exec_interaction'),
  interaction_input: optional(isText),
  status: oneOf('in_progress', 'completed', 'failed', 'declined'),
  aggregated_output: optional(isText),
  exit_code: optional(isInt32),
  duration: optional(Duration),
});

const UserMessage = shape({
  type: isText,
  id: isText,
  client_id: optional(isText),
  content: listOf(shape({ type: oneOf('text'), text: isText, text_elements: isEmptyList })),
});

const AgentMessage = shape({
  type: isText,
  moderation: isNothing,
  id: isText,
  content: listOf(shape({ type: oneOf('Text'), text: isText })),
  phase: optional(oneOf('commentary', 'partial_answer', 'final_answer')),
  memory_citation: isNothing,
  delivery: isNothing,
  questions: isNothing,
});

const Reasoning = shape({
  type: isText,
  id: isText,
  summary_text: listOf(isText),
  raw_content: listOf(isText),
});

const UpdatedFile = shape({ type: oneOf('update'), unified_diff: isText, move_path: optional(isText) });
const WholeFile = shape({ type: oneOf('add', 'delete'), content: isText });

const FileChange = shape({
  type: isText,
  id: isText,
  changes: mapOf((change) => UpdatedFile(change) || WholeFile(change)),
  status: optional(oneOf('completed', 'failed', 'declined')),
  auto_approved: optional(isFlag),
  stdout: optional(isText),
  stderr: optional(isText),
});

/** What tool and server say to each other is theirs. */
const McpToolCall = shape({
  type: isText,
  id: isText,
  server: isText,
  tool: isText,
  arguments: anything,
  status: oneOf('inProgress', 'completed', 'failed'),
  result: optional(
    shape({ content: Array.isArray, isError: optional(isFlag), structuredContent: optional(anything) }),
  ),
  duration: optional(Duration),
});

const ITEMS = new Map<unknown, Check>(
  Object.entries({ CommandExecution, UserMessage, AgentMessage, Reasoning, FileChange, McpToolCall }),
);

const ItemEvent = shape({
  type: oneOf('item_completed'),
  thread_id: (value) => typeof value === 'string' && isThreadId(value),
  turn_id: isText,
  item: (item) =>
    typeof item === 'object' && item !== null && 'type' in item && (ITEMS.get(item.type)?.(item) ?? false),
  started_at_ms: isWhole,
  completed_at_ms: isWhole,
});

/**
 * True for a completed command, message, reasoning, patch or MCP call of the plainest form. But for the values of an MCP call it has
 * no key that is not known here, so no number and no nesting in it can be beyond what Codex reads.
 */
export function isPlainItemCompleted(payload: unknown): payload is ItemCompleted {
  return ItemEvent(payload);
}

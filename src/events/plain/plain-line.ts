/**
 * Recognises the commonest lines of a paginated rollout that hold history: completed items, and the beginning and end of turns. What it
 * accepts need not be looked at by the schemas.
 */
import type { EventMsg } from '../event-msg/event-msg.js';
import type { TaskComplete, TaskStarted } from '../event-msg/turn-lifecycle.js';
import type { JsonObject } from '../json/json-object.js';
import { isPlainItemCompleted } from './plain-item-completed.js';
import { isCount, isNothing, isText, isWhole, maybe, oneOf, optional, shape } from './shape.js';

const Started = shape({
  type: oneOf('task_started'),
  turn_id: isText,
  root_turn_id: optional(isText),
  turn_attribution: optional(
    shape({
      turn_id: isText,
      turn_trigger: optional(isText),
      parent_turn_id: optional(isText),
      initiating_agent_path: isNothing,
      root_turn_id: optional(isText),
    }),
  ),
  trace_id: optional(isText),
  started_at: optional(isWhole),
  model_context_window: optional(isWhole),
  collaboration_mode_kind: oneOf('default', 'plan'),
});

const Completed = shape({
  type: oneOf('task_complete'),
  turn_id: isText,
  root_turn_id: optional(isText),
  last_agent_message: optional(isText),
  error: isNothing,
  started_at: optional(isWhole),
  completed_at: optional(isWhole),
  duration_ms: optional(isWhole),
  time_to_first_token_ms: optional(isWhole),
});

const Envelope = shape({
  timestamp: isText,
  ordinal: maybe(isCount),
  type: oneOf('event_msg'),
  payload: isPlainEvent,
});

/** A line with nothing in it that the schemas would refuse or change. */
export interface PlainLine extends JsonObject {
  timestamp: string;
  ordinal?: number;
  type: 'event_msg';
  payload: EventMsg;
}

/** True for such a line; its text must be looked at for half surrogates, and for what MCP calls hold. */
export function isPlainLine(line: JsonObject): line is PlainLine {
  return Envelope(line);
}

function isPlainEvent(payload: unknown): payload is EventMsg {
  return isPlainItemCompleted(payload) || isPlainTurnEvent(payload);
}

/** True for the beginning of a turn, and for an end without an error, as Codex writes them today. */
export function isPlainTurnEvent(payload: unknown): payload is TaskStarted | TaskComplete {
  return Completed(payload) || Started(payload);
}

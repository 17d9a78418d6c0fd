/**
 * The events that open and close a turn (spec: legacy-event-shapes, turn lifecycle; corrections 1, 18 and 22), and the
 * event that carries a finished item. Times: `started_at` and `completed_at` in seconds, `_ms` in milliseconds.
 */
import { type JsonObject, withoutAbsent } from '../json-object.js';

/** Tokens that fit the model's window in the rollouts made here. */
export const CONTEXT_WINDOW = 258_400;

export type CollaborationMode = 'default' | 'plan';

export function taskStarted(turn: {
  turnId: string;
  rootTurnId: string;
  startedAtMs: number;
  mode?: CollaborationMode | undefined;
}): JsonObject {
  return {
    type: 'task_started',
    turn_attribution: {
      turn_id: turn.turnId,
      turn_trigger: null,
      parent_turn_id: null,
      initiating_agent_path: null,
      root_turn_id: turn.rootTurnId,
    },
    turn_id: turn.turnId,
    root_turn_id: turn.rootTurnId,
    started_at: seconds(turn.startedAtMs),
    model_context_window: CONTEXT_WINDOW,
    collaboration_mode_kind: turn.mode ?? 'default',
  };
}

/** An error as it stands inside task_complete: `info` is one of the snake_case kinds of legacy-event-shapes. */
export interface TurnFailure {
  message: string;
  info?: unknown;
}

export function taskComplete(turn: {
  turnId: string;
  rootTurnId: string;
  lastAgentMessage: string | null;
  failure?: TurnFailure | undefined;
  startedAtMs: number;
  completedAtMs: number;
  firstTokenMs?: number | undefined;
}): JsonObject {
  return withoutAbsent({
    type: 'task_complete',
    root_turn_id: turn.rootTurnId,
    turn_id: turn.turnId,
    last_agent_message: turn.lastAgentMessage,
    error: turn.failure && { message: turn.failure.message, codex_error_info: turn.failure.info ?? null },
    started_at: seconds(turn.startedAtMs),
    completed_at: seconds(turn.completedAtMs),
    duration_ms: turn.completedAtMs - turn.startedAtMs,
    time_to_first_token_ms: turn.firstTokenMs,
  });
}

export type AbortReason = 'interrupted' | 'replaced' | 'review_ended' | 'budget_limited';

export function turnAborted(turn: {
  turnId: string;
  rootTurnId: string;
  reason: AbortReason;
  startedAtMs: number;
  completedAtMs: number;
}): JsonObject {
  return {
    type: 'turn_aborted',
    root_turn_id: turn.rootTurnId,
    turn_id: turn.turnId,
    reason: turn.reason,
    started_at: seconds(turn.startedAtMs),
    completed_at: seconds(turn.completedAtMs),
    duration_ms: turn.completedAtMs - turn.startedAtMs,
  };
}

/** `startedAtMs` is left out when absent; `completedAtMs` 0 stands for unknown (spec: turn-items §1). */
export function itemCompleted(event: {
  threadId: string;
  turnId: string;
  item: JsonObject;
  startedAtMs?: number | undefined;
  completedAtMs: number;
}): JsonObject {
  return withoutAbsent({
    type: 'item_completed',
    thread_id: event.threadId,
    turn_id: event.turnId,
    item: event.item,
    started_at_ms: event.startedAtMs,
    completed_at_ms: event.completedAtMs,
  });
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}

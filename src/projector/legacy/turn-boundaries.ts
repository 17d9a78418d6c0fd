/**
 * The events that open, complete, abort or fail a turn (spec: legacy-history §2 and §5).
 */
import type { ErrorEvent } from '../../events/event-msg/error.js';
import type { TaskComplete, TaskStarted, TurnAborted } from '../../events/event-msg/turn-lifecycle.js';
import { toTurnError } from '../../events/to-thread-item/turn-error.js';
import type { LegacyTurn } from './legacy-state.js';
import type { LegacyStep } from './legacy-step.js';
import { closeTurn, openTurn, patchFinishedTurn, patchOpenTurn, type TurnPatch } from './open-turn.js';

/** Opens an explicit turn, be there a turn of that id already or not. */
export function onTaskStarted(step: LegacyStep, event: TaskStarted): void {
  closeTurn(step);
  openTurn(step, {
    turnId: event.turn_id,
    origin: 'started',
    status: 'inProgress',
    rootTurnId: event.root_turn_id ?? null,
    startedAt: event.started_at ?? null,
  });
}

/**
 * Completes the open turn if it is meant, else a finished one that is, and then leaves the open turn alone;
 * an id that no turn has completes the open turn after all.
 */
export function onTaskComplete(step: LegacyStep, event: TaskComplete): void {
  const { current } = step.state;
  const finished = current?.turnId === event.turn_id ? null : step.history.findTurn(event.turn_id);
  if (finished !== null) {
    patchFinishedTurn(step, finished, completion(finished, event));
  } else if (current !== null) {
    patchOpenTurn(step, current, completion(current, event));
    closeTurn(step);
  }
}

/**
 * Interrupts the turn that is meant, and closes it if it is open. No id means the open turn, and so does an
 * unknown one if the log never told the id of the open turn. (Seen with Codex 0.169.0; earlier versions left
 * the turn open and took an unknown id for any open turn.)
 */
export function onTurnAborted(step: LegacyStep, event: TurnAborted): void {
  const { current } = step.state;
  const turnId = event.turn_id ?? null;
  const meansOpen = turnId === null || turnId === current?.turnId;
  const finished = meansOpen ? null : step.history.findTurn(turnId);
  if (finished !== null) {
    patchFinishedTurn(step, finished, abortion(finished, event));
  } else if (current !== null && (meansOpen || current.origin === 'implicit')) {
    patchOpenTurn(step, current, abortion(current, event));
    closeTurn(step);
  }
}

/**
 * Fails the open turn, which stays open; outside a turn there is nothing to fail. Two kinds of errors tell
 * of a request that was refused and say nothing of the turn.
 */
export function onError(step: LegacyStep, event: ErrorEvent): void {
  const { current } = step.state;
  if (current === null || concernsNoTurn(event)) return;
  patchOpenTurn(step, current, { status: 'failed', error: toTurnError(event) });
}

function completion(turn: LegacyTurn, event: TaskComplete): TurnPatch {
  const times = { completedAt: event.completed_at ?? null, durationMs: event.duration_ms ?? null };
  const error = event.error ?? null;
  if (error !== null) return { ...times, status: 'failed', error: toTurnError(error) };
  return turn.status === 'inProgress' ? { ...times, status: 'completed' } : times;
}

function abortion(turn: LegacyTurn, event: TurnAborted): TurnPatch {
  const error = event.error ?? null;
  return {
    status: 'interrupted',
    error: error === null ? turn.error : toTurnError(error),
    completedAt: event.completed_at ?? null,
    durationMs: event.duration_ms ?? null,
  };
}

function concernsNoTurn(event: ErrorEvent): boolean {
  const info = event.codex_error_info ?? null;
  if (typeof info === 'string') return info === 'thread_rollback_failed';
  return info !== null && 'active_turn_not_steerable' in info;
}

/**
 * The canonical reducer: makes the change set of one line of a paginated rollout. It knows nothing of the
 * lines before, so any suffix of a log can be projected (design, law 1). Which lines get here and what their
 * ordinals are is decided in `place-line.ts`.
 */
import type { EventMsg } from '../../events/event-msg/event-msg.js';
import type { ItemCompleted } from '../../events/event-msg/item-lifecycle.js';
import type { RealtimeItem } from '../../events/record/realtime-item.js';
import type { RolloutRecord } from '../../events/record/rollout-record.js';
import { toThreadItem } from '../../events/to-thread-item/to-thread-item.js';
import { toTurnError } from '../../events/to-thread-item/turn-error.js';
import type { ChangeSet, ItemChange, TurnChange } from './change-set.js';

const NO_CHANGE: ChangeSet = Object.freeze({ turn: null, item: null, realtime: null });

/**
 * Reduces one record (spec: projection §3). Other than in that sheet, what ends a turn also tells its root
 * turn and why it was aborted (spec: corrections-0.169 item 1; the error of an abort seen with Codex 0.169.0).
 */
export function reduceCanonical(record: RolloutRecord): ChangeSet {
  if (record.type === 'event_msg') return reduceEvent(record.payload);
  if (record.type === 'realtime_item') {
    return { turn: null, item: null, realtime: { item: inRowOrder(record.payload) } };
  }
  return NO_CHANGE;
}

function reduceEvent(event: EventMsg): ChangeSet {
  switch (event.type) {
    case 'item_completed':
      return { turn: null, item: itemChange(event), realtime: null };
    case 'task_started':
      return ofTurn({
        turnId: event.turn_id,
        rootTurnId: event.root_turn_id ?? null,
        status: 'inProgress',
        error: null,
        startedAt: event.started_at ?? null,
        completedAt: null,
        durationMs: null,
      });
    case 'task_complete':
      return ofTurn(turnEnd(event, event.turn_id, event.error == null ? 'completed' : 'failed'));
    case 'turn_aborted':
      // Without an id nobody can tell which turn it was; only logs of older versions lack it.
      return event.turn_id == null ? NO_CHANGE : ofTurn(turnEnd(event, event.turn_id, 'interrupted'));
    default:
      return NO_CHANGE;
  }
}

type TurnEndEvent = Extract<EventMsg, { type: 'task_complete' | 'turn_aborted' }>;

function turnEnd(event: TurnEndEvent, turnId: string, status: TurnChange['status']): TurnChange {
  return {
    turnId,
    rootTurnId: event.root_turn_id ?? null,
    status,
    error: event.error == null ? null : toTurnError(event.error),
    startedAt: event.started_at ?? null,
    completedAt: event.completed_at ?? null,
    durationMs: event.duration_ms ?? null,
  };
}

function itemChange(event: ItemCompleted): ItemChange {
  return {
    turnId: event.turn_id,
    item: toThreadItem(event.item),
    startedAtMs: event.started_at_ms ?? null,
    // 0 is written where the time is not known.
    completedAtMs: event.completed_at_ms || null,
  };
}

/** Codex stores the ids first, whatever their order in the log. */
function inRowOrder(item: RealtimeItem): RealtimeItem {
  const { id, realtime_session_id, ...rest } = item;
  return { id, realtime_session_id, ...rest };
}

function ofTurn(turn: TurnChange): ChangeSet {
  return { turn, item: null, realtime: null };
}

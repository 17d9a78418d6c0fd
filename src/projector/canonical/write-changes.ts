/** Writes the change set of one line of a paginated rollout (spec projection §4). */
import type Database from 'better-sqlite3';
import { stringifyJson } from '../../events/json/stringify-json.js';
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import { insertRealtimeItem } from '../../store/insert-realtime-item.js';
import {
  noteFinalAgentItem,
  noteFirstUserItem,
  refreshTurnSummary,
} from '../../store/refresh-turn-summary.js';
import { upsertItem } from '../../store/upsert-item.js';
import { upsertTurn } from '../../store/upsert-turn.js';
import type { ChangeSet, ItemChange, TurnChange } from './change-set.js';

/** The line a change set comes from. */
export interface LinePlace {
  rolloutId: string;
  ordinal: number;
  start: number;
  end: number;
  /** Unix milliseconds; needed by changes without a time of their own. */
  lineTimeMs: number | null;
}

/** Writes the rows of one change set; the caller holds the transaction. */
export function writeChanges(connection: Database.Database, changes: ChangeSet, place: LinePlace): void {
  const { turn, item, realtime } = changes;
  if (turn) writeTurn(connection, turn, place);
  if (item) writeItem(connection, item, place);
  if (realtime) {
    insertRealtimeItem(connection).run({
      thread_id: place.rolloutId,
      item_id: realtime.item.id,
      rollout_ordinal: place.ordinal,
      created_at_ms: place.lineTimeMs ?? 0,
      item_type: realtime.item.type,
      item_json: stringifyJson(realtime.item),
    });
  }
}

function writeTurn(connection: Database.Database, turn: TurnChange, place: LinePlace): void {
  const ended = turn.status !== 'inProgress';
  upsertTurn(connection).run({
    thread_id: place.rolloutId,
    turn_id: turn.turnId,
    root_turn_id: turn.rootTurnId,
    rollout_ordinal: place.ordinal,
    rollout_byte_offset: place.start,
    rollout_end_ordinal: ended ? place.ordinal : null,
    rollout_end_byte_offset: ended ? place.end : null,
    status: turn.status,
    error_json: turn.error === null ? null : stringifyJson(turn.error),
    started_at: turn.startedAt,
    completed_at: turn.completedAt,
    duration_ms: turn.durationMs,
  });
  refreshTurnSummary(connection).run({
    thread_id: place.rolloutId,
    turn_id: turn.turnId,
    ordinal: place.ordinal,
  });
}

function writeItem(connection: Database.Database, change: ItemChange, place: LinePlace): void {
  const { turnId, item, startedAtMs, completedAtMs } = change;
  upsertItem(connection).run({
    thread_id: place.rolloutId,
    turn_id: turnId,
    item_id: item.id,
    rollout_ordinal: place.ordinal,
    created_at_ms: startedAtMs ?? place.lineTimeMs ?? 0,
    item_json: stringifyJson(item),
    item_type: item.type,
    started_at_ms: startedAtMs,
    completed_at_ms: completedAtMs,
  });
  noteInSummary(connection, item, { thread_id: place.rolloutId, turn_id: turnId, item_id: item.id });
}

function noteInSummary(
  connection: Database.Database,
  item: ThreadItem,
  key: { thread_id: string; turn_id: string; item_id: string },
): void {
  if (item.type === 'userMessage') noteFirstUserItem(connection).run(key);
  else if (item.type === 'agentMessage' && item.phase === 'final_answer')
    noteFinalAgentItem(connection).run(key);
}

/** The rows of one line of a paginated rollout: made from its change set, and written (spec projection §4). */
import type Database from 'better-sqlite3';
import { stringifyJson } from '../../events/json/stringify-json.js';
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import { insertRealtimeItem, type RealtimeItemRow } from '../../store/insert-realtime-item.js';
import {
  noteFinalAgentItem,
  noteFirstUserItem,
  refreshTurnSummary,
} from '../../store/refresh-turn-summary.js';
import { type ItemRowBytes, upsertItem } from '../../store/upsert-item.js';
import { type TurnRow, upsertTurn } from '../../store/upsert-turn.js';
import type { ChangeSet, ItemChange, RealtimeChange, TurnChange } from './change-set.js';
import { withOutput } from './with-output.js';

/** The line a change set comes from. */
export interface LinePlace {
  rolloutId: string;
  ordinal: number;
  start: number;
  end: number;
  /** Unix milliseconds; needed by changes without a time of their own. */
  lineTimeMs: number | null;
  /** What was held back from the line of a command. */
  output?: Uint8Array | null;
}

/** Which summary id of its turn an item can become. */
type SummaryRole = 'firstUser' | 'finalAgent' | null;

export interface CanonicalRows {
  turn: TurnRow | null;
  item: ItemRowBytes | null;
  itemRole: SummaryRole;
  realtime: RealtimeItemRow | null;
}

/** The rows of a change set; null when it changes nothing. */
export function canonicalRows({ turn, item, realtime }: ChangeSet, place: LinePlace): CanonicalRows | null {
  if (turn === null && item === null && realtime === null) return null;
  return {
    turn: turn && turnRow(turn, place),
    item: item && itemRow(item, place),
    itemRole: item && roleOf(item.item),
    realtime: realtime && realtimeRow(realtime, place),
  };
}

/** Writes rows: turn, then item, then realtime item; the caller holds the transaction. */
export function writeCanonicalRows(connection: Database.Database, rows: CanonicalRows): void {
  const { turn, item, itemRole, realtime } = rows;
  if (turn) {
    const { changes } = upsertTurn(connection).run(turn);
    const { thread_id, turn_id, rollout_ordinal: ordinal } = turn;
    // A turn that had ended before stays as it is, its summary too, even when its very line is applied again.
    if (changes > 0) refreshTurnSummary(connection).run({ thread_id, turn_id, ordinal });
  }
  if (item) {
    upsertItem(connection).run(item);
    if (itemRole === 'firstUser') noteFirstUserItem(connection).run(item);
    else if (itemRole === 'finalAgent') noteFinalAgentItem(connection).run(item);
  }
  if (realtime) insertRealtimeItem(connection).run(realtime);
}

function turnRow(turn: TurnChange, place: LinePlace): TurnRow {
  const ended = turn.status !== 'inProgress';
  return {
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
  };
}

/** Kinds without a value whose digits or keys must be kept as they were written: most items of a log. */
const PLAIN_TYPES = new Set(['agentMessage', 'commandExecution', 'reasoning', 'userMessage']);

function itemRow({ turnId, item, startedAtMs, completedAtMs }: ItemChange, place: LinePlace): ItemRowBytes {
  return {
    thread_id: place.rolloutId,
    turn_id: turnId,
    item_id: item.id,
    rollout_ordinal: place.ordinal,
    created_at_ms: startedAtMs ?? place.lineTimeMs ?? 0,
    item_json: itemJson(item, place.output ?? null),
    item_type: item.type,
    started_at_ms: startedAtMs,
    completed_at_ms: completedAtMs,
  };
}

function itemJson(item: ThreadItem, output: Uint8Array | null): string | Uint8Array {
  if (output !== null) return withOutput(JSON.stringify(item), output);
  return PLAIN_TYPES.has(item.type) ? JSON.stringify(item) : stringifyJson(item);
}

function roleOf(item: ThreadItem): SummaryRole {
  if (item.type === 'userMessage') return 'firstUser';
  return item.type === 'agentMessage' && item.phase === 'final_answer' ? 'finalAgent' : null;
}

function realtimeRow({ item }: RealtimeChange, place: LinePlace): RealtimeItemRow {
  return {
    thread_id: place.rolloutId,
    item_id: item.id,
    rollout_ordinal: place.ordinal,
    created_at_ms: place.lineTimeMs ?? 0,
    item_type: item.type,
    item_json: stringifyJson(item),
  };
}

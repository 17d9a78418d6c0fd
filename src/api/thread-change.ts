/** What subscribers of a thread are told, made from the rows that changed. */
import { RawJson } from '../events/json/raw-json.js';
import type { ThreadItem } from '../events/thread-item/thread-item.js';
import type { ThreadRealtimeItem } from '../events/thread-item/thread-realtime-item.js';
import type { TurnError } from '../events/thread-item/turn.js';
import { toThreadRealtimeItem } from '../events/to-thread-item/to-thread-realtime-item.js';
import type { StoredRemoval } from '../store/page-changes.js';
import type { StoredItem } from '../store/page-items.js';
import type { StoredRealtimeItem } from '../store/page-realtime-items.js';
import type { StoredTurn } from '../store/page-turns.js';
import { itemOf } from './item-entry.js';
import { parseStored } from './parse-stored.js';

/** Names a turn within a thread; `occurrence` tells turns of one id apart, and is 0 but in legacy threads. */
export interface ChangedTurnKey {
  turnId: string;
  occurrence: number;
}

/** A turn as its row has it now. Unlike in pages, one that has not ended is `inProgress`. */
export interface ChangedTurn extends ChangedTurnKey {
  rootTurnId: string | null;
  status: string;
  error: RawJson<TurnError> | null;
  /** Unix seconds. */
  startedAt: number | null;
  completedAt: number | null;
  durationMs: number | null;
  startOrdinal: number;
  endOrdinal: number | null;
}

/** An item as its row has it now: new when both ordinals are one, else changed in its place. */
export interface ChangedItem {
  turn: ChangedTurnKey;
  /** n-th item of that id in its turn; 0 but in legacy threads. */
  occurrence: number;
  item: RawJson<ThreadItem>;
  /** Unix milliseconds. */
  startedAtMs: number | null;
  completedAtMs: number | null;
  createdOrdinal: number;
  updatedOrdinal: number;
}

/** One change without its position. */
export type ChangeBody =
  | { kind: 'turn'; turn: ChangedTurn }
  | ({ kind: 'item' } & ChangedItem)
  | { kind: 'realtimeItem'; item: ThreadRealtimeItem; ordinal: number }
  /** A rollback took these turns and their items away. */
  | { kind: 'turnsRemoved'; turns: ChangedTurnKey[] }
  /**
   * What was told before no longer holds: the rows were made again (`rebuilt`), or the thread goes on from an earlier place
   * (`reverted`). The reader forgets what it has and reads the thread again; the stream goes on from the reset's position.
   */
  | { kind: 'reset'; reason: 'rebuilt' | 'reverted' };

/** One change; a subscription that starts from `position` tells what came after it. */
export type ThreadChange = ChangeBody & { position: string };

export function turnChange(row: StoredTurn): ChangeBody {
  return {
    kind: 'turn',
    turn: {
      turnId: row.turn_id,
      occurrence: row.occurrence,
      rootTurnId: row.root_turn_id,
      status: row.status,
      error: row.error_json === null ? null : new RawJson(row.error_json, parseStored<TurnError>),
      startedAt: row.started_at,
      completedAt: row.completed_at,
      durationMs: row.duration_ms,
      startOrdinal: row.rollout_ordinal,
      endOrdinal: row.rollout_end_ordinal,
    },
  };
}

export function itemChange(row: StoredItem): ChangeBody {
  return {
    kind: 'item',
    turn: { turnId: row.turn_id, occurrence: row.turn_occurrence },
    occurrence: row.occurrence,
    item: itemOf(row),
    startedAtMs: row.started_at_ms,
    completedAtMs: row.completed_at_ms,
    createdOrdinal: row.rollout_ordinal,
    updatedOrdinal: row.updated_at_ordinal,
  };
}

export function realtimeChange(row: StoredRealtimeItem): ChangeBody {
  const item = toThreadRealtimeItem(JSON.parse(row.item_json));
  return { kind: 'realtimeItem', item, ordinal: row.rollout_ordinal };
}

export function removalChange(row: StoredRemoval): ChangeBody {
  return { kind: 'turnsRemoved', turns: parseStored<ChangedTurnKey[]>(row.turns_json) };
}

/** Writes what the legacy reducer changed (spec legacy-history §10). */
import type Database from 'better-sqlite3';
import { stringifyJson } from '../../events/json/stringify-json.js';
import { writeLegacyItem } from '../../store/legacy-item-rows.js';
import { removeLegacyTurn, writeLegacyTurn } from '../../store/legacy-turn-rows.js';
import type { LegacyChange } from './legacy-change.js';
import type { LegacyTurn } from './legacy-state.js';

/** The line that the changes come from. */
export interface LegacyPlace {
  rolloutId: string;
  /** Index of the record in the rollout: the ordinal of what it creates. */
  recordIndex: number;
  start: number;
  end: number;
  /** Unix milliseconds; 0 where the line has no usable time. */
  lineTimeMs: number;
}

/** Writes changes in their order; the caller holds the transaction. */
export function writeLegacyChanges(
  connection: Database.Database,
  changes: readonly LegacyChange[],
  place: LegacyPlace,
): void {
  for (const change of changes) {
    switch (change.kind) {
      case 'turn':
        writeTurn(connection, change.turn, place);
        break;
      case 'item':
        writeLegacyItem(connection, {
          thread_id: place.rolloutId,
          turn_id: change.turn.turnId,
          turn_occurrence: change.turn.occurrence,
          item_id: change.item.id,
          occurrence: change.occurrence,
          rollout_ordinal: place.recordIndex,
          created_at_ms: place.lineTimeMs,
          item_json: stringifyJson(change.item),
          item_type: change.item.type,
          started_at_ms: change.startedAtMs,
          completed_at_ms: change.completedAtMs,
        });
        break;
      case 'removeTurns':
        for (const { turnId, occurrence } of change.turns) {
          const key = { thread_id: place.rolloutId, turn_id: turnId, occurrence };
          removeLegacyTurn(connection, key, place.recordIndex);
        }
        break;
    }
  }
}

function writeTurn(connection: Database.Database, turn: LegacyTurn, place: LegacyPlace): void {
  const ended = turn.status !== 'inProgress' && turn.ordinal !== place.recordIndex;
  writeLegacyTurn(connection, {
    thread_id: place.rolloutId,
    turn_id: turn.turnId,
    occurrence: turn.occurrence,
    root_turn_id: turn.rootTurnId,
    rollout_ordinal: turn.ordinal,
    rollout_byte_offset: place.start,
    rollout_end_ordinal: ended ? place.recordIndex : null,
    rollout_end_byte_offset: ended ? place.end : null,
    status: turn.status,
    error_json: turn.error === null ? null : stringifyJson(turn.error),
    started_at: turn.startedAt,
    completed_at: turn.completedAt,
    duration_ms: turn.durationMs,
    updated_at_ordinal: place.recordIndex,
  });
}

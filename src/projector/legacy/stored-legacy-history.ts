/** Answers the legacy reducer's questions from the rows that its earlier changes made. */
import type Database from 'better-sqlite3';
import { TurnError, TurnStatus } from '../../events/thread-item/turn.js';
import { countTurnItems, countTurnItemsWithId } from '../../store/legacy-item-rows.js';
import {
  countTurnsWithId,
  findNewestTurns,
  findOldestTurn,
  type LegacyTurnRow,
} from '../../store/legacy-turn-rows.js';
import type { LegacyHistory } from './legacy-history.js';
import type { LegacyTurn, TurnKey } from './legacy-state.js';

/** History of one rollout, read through the connection that writes it. */
export function storedLegacyHistory(connection: Database.Database, rolloutId: string): LegacyHistory {
  const keyOf = ({ turnId, occurrence }: TurnKey) => ({
    thread_id: rolloutId,
    turn_id: turnId,
    turn_occurrence: occurrence,
  });
  return {
    countTurns: (turnId) => countTurnsWithId(connection, rolloutId, turnId),
    findTurn: (turnId) => {
      const row = findOldestTurn(connection, rolloutId, turnId);
      return row && legacyTurnOf(row);
    },
    lastTurns: (count) => findNewestTurns(connection, rolloutId, count).map(legacyTurnOf),
    countItemsWithId: (turn, itemId) => countTurnItemsWithId(connection, keyOf(turn), itemId),
    countItems: (turn) => countTurnItems(connection, keyOf(turn)),
  };
}

function legacyTurnOf(row: LegacyTurnRow): LegacyTurn {
  return {
    turnId: row.turn_id,
    occurrence: row.occurrence,
    ordinal: row.rollout_ordinal,
    rootTurnId: row.root_turn_id,
    status: TurnStatus.parse(row.status),
    error: row.error_json === null ? null : TurnError.parse(JSON.parse(row.error_json)),
    startedAt: row.started_at,
    completedAt: row.completed_at,
    durationMs: row.duration_ms,
  };
}

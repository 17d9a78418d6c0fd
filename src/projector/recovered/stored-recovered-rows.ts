/** Answers recovery from the tables, and from what is held back from them. */
import type Database from 'better-sqlite3';
import { parseJson } from '../../events/json/parse-json.js';
import { ThreadItem } from '../../events/thread-item/thread-item.js';
import { findNewestTurns, findOldestTurn } from '../../store/legacy-turn-rows.js';
import {
  countByOrigin,
  findNewestRecovered,
  findRecovered,
  iterateMessages,
  showsKind,
} from '../../store/recovered-item-rows.js';
import type { TurnKey } from '../legacy/legacy-state.js';
import type { HeldItems } from './held-items.js';
import type { RecoveredRows } from './recovered-rows.js';

/** Rows of one rollout, read through the connection that writes them. */
export function storedRecoveredRows(
  connection: Database.Database,
  rolloutId: string,
  held: HeldItems,
): RecoveredRows {
  const turnArgs = ({ turnId, occurrence }: TurnKey) => ({
    thread_id: rolloutId,
    turn_id: turnId,
    turn_occurrence: occurrence,
  });
  const turnOf = (row: { turn_id: string; occurrence: number }): TurnKey => ({
    turnId: row.turn_id,
    occurrence: row.occurrence,
  });
  return {
    findTurn(turnId) {
      const row = findOldestTurn(connection, rolloutId, turnId);
      return row && turnOf(row);
    },
    newestTurns: (count) => findNewestTurns(connection, rolloutId, count).map(turnOf),
    countItems(turn, itemId) {
      const { shown, recovered } = countByOrigin(connection, { ...turnArgs(turn), item_id: itemId });
      return { shown, recovered: recovered + (held.find(turn, itemId) === null ? 0 : 1) };
    },
    showsKind: (turn, type) => showsKind(connection, turnArgs(turn), type),
    hasEnded: (turn, itemId) => held.hasEnded(turn, itemId),
    findRecovered(turn, itemId) {
      const waiting = held.find(turn, itemId);
      if (waiting !== null) return waiting;
      const row = findNewestRecovered(connection, { ...turnArgs(turn), item_id: itemId });
      return row && { turn, itemId, occurrence: row.occurrence, item: readItem(row.item_json) };
    },
    readRecovered({ turn, itemId, occurrence }) {
      const waiting = held.find(turn, itemId);
      if (waiting?.occurrence === occurrence) return waiting.item;
      const row = findRecovered(connection, { ...turnArgs(turn), item_id: itemId, occurrence });
      return row && readItem(row.item_json);
    },
    *messageTexts(kinds) {
      for (const json of iterateMessages(connection, rolloutId, kinds)) yield* textsOf(readItem(json));
    },
  };
}

/** Rows of this kind were written by this program, from items of this form. */
function readItem(json: string): ThreadItem {
  return ThreadItem.parse(parseJson(json));
}

/** The whole text of a message, and each of its parts: recovered messages can stand in one item. */
function* textsOf(item: ThreadItem): Generator<string, void, undefined> {
  if (item.type === 'agentMessage') yield item.text;
  else if (item.type === 'userMessage') {
    const texts = item.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    yield texts.join('');
    if (texts.length > 1) yield* texts;
  }
}

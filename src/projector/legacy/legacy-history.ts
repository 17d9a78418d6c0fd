/**
 * What the legacy reducer may ask of the rows already written. The answers must reflect the changes of
 * every earlier record; those of the record being reduced are never asked for.
 */
import type { LegacyTurn, TurnKey } from './legacy-state.js';

/** Rows of one rollout, asked by the legacy reducer. */
export interface LegacyHistory {
  /** Number of turns with this id, the open one included: the occurrence of the next turn of that id. */
  countTurns(turnId: string): number;
  /** The oldest turn with this id. */
  findTurn(turnId: string): LegacyTurn | null;
  /** The newest turns, newest first; fewer when there are not that many. */
  lastTurns(count: number): LegacyTurn[];
  /** Number of items of this turn with this id; more than one only if the log repeats an id. */
  countItemsWithId(turn: TurnKey, itemId: string): number;
  /** Number of items of this turn. */
  countItems(turn: TurnKey): number;
}

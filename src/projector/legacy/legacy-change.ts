/**
 * What one record changes in the rows of a legacy rollout. Every change carries whole snapshots, so that
 * applying it is a plain write by key.
 */
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import type { LegacyTurn, TurnKey } from './legacy-state.js';

/** A turn was opened, or what is known of it besides its items changed: write it by (turnId, occurrence). */
export interface LegacyTurnChange {
  kind: 'turn';
  turn: LegacyTurn;
}

/** When an item began and ended, in unix milliseconds; null is what the record does not say. */
export interface LegacyItemTimes {
  startedAtMs: number | null;
  completedAtMs: number | null;
}

/**
 * An item was added or replaced: write it by (turn, item.id, occurrence). A new key goes to the end of its
 * turn; a known one keeps its place, and each of its times that is known already.
 */
export interface LegacyItemChange extends LegacyItemTimes {
  kind: 'item';
  turn: TurnKey;
  /** n-th item of that id in its turn, from 0; above 0 only if the log repeats an id. */
  occurrence: number;
  item: ThreadItem;
}

/** Turns were rolled back: delete them and their items. Oldest first. */
export interface LegacyTurnsRemoval {
  kind: 'removeTurns';
  turns: TurnKey[];
}

/** One change to the rows of a legacy rollout. */
export type LegacyChange = LegacyTurnChange | LegacyItemChange | LegacyTurnsRemoval;

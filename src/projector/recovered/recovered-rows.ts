/** What recovery may ask of the rows already written. The answers must reflect the changes of every earlier record. */
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import type { TurnKey } from '../legacy/legacy-state.js';
import type { RecoveredKey } from './recovery-state.js';

/** A recovered item with its key. */
export interface RecoveredItem extends RecoveredKey {
  item: ThreadItem;
}

export interface RecoveredRows {
  /** The oldest turn with this id. */
  findTurn(turnId: string): TurnKey | null;
  /** The newest turns, newest first. */
  newestTurns(count: number): TurnKey[];
  /** How many items of this id the turn has: those that the events gave, and those that were recovered. */
  countItems(turn: TurnKey, itemId: string): { shown: number; recovered: number };
  /** Whether the turn shows an item of this kind that the events gave. */
  showsKind(turn: TurnKey, type: ThreadItem['type']): boolean;
  /** Whether the newest recovered item of this id is known to have its output; false says nothing. */
  hasEnded(turn: TurnKey, itemId: string): boolean;
  /** The newest recovered item of this id in the turn. */
  findRecovered(turn: TurnKey, itemId: string): RecoveredItem | null;
  /** The item of a key; null when it was rolled back, or the events gave one in its place. */
  readRecovered(key: RecoveredKey): ThreadItem | null;
  /** Texts of all messages of the rollout that are shown, or were recovered before: of the user, and of the agent if asked. */
  messageTexts(kinds: { agent: boolean }): Iterable<string>;
}

/** What a record changes among the recovered items. */
export type RecoveredChange =
  | ({ kind: 'add'; ended: boolean } & RecoveredItem)
  /** A new snapshot of an item; `ended` when the record is the one that ended it. */
  | ({ kind: 'replace'; ended: boolean } & RecoveredItem);

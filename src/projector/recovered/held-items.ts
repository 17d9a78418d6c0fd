/**
 * Recovered items that are not written yet, because their outputs may come in a moment, and the names of those that ended
 * just now, so that nobody reads them again to find that out.
 */
import type { TurnKey } from '../legacy/legacy-state.js';
import type { RecoveredItem } from './recovered-rows.js';
import type { RecoveredKey } from './recovery-state.js';

/** An item with all that its row will say. */
export interface HeldItem extends RecoveredItem {
  /** Index of the record that it began with. */
  recordIndex: number;
  /** Index of the record that changed it last. */
  updatedAt: number;
  /** Unix milliseconds of its line; 0 where there is none. */
  lineTimeMs: number;
  begunAtMs: number | null;
  endedAtMs: number | null;
}

/** Calls that run side by side are few. */
const MOST = 32;

export class HeldItems {
  #items: HeldItem[] = [];
  readonly #ended = new Set<string>();

  get isFull(): boolean {
    return this.#items.length >= MOST;
  }

  hold(item: HeldItem): void {
    this.#items.push(item);
    this.#ended.delete(nameOf(item.turn, item.itemId));
  }

  /** Takes note that the newest item of an id was written as it will stay. */
  noteEnded({ turn, itemId }: RecoveredKey): void {
    if (this.#ended.size >= MOST) this.#ended.clear();
    this.#ended.add(nameOf(turn, itemId));
  }

  /** Whether the newest item of an id is known to have ended; false says nothing. */
  hasEnded(turn: TurnKey, itemId: string): boolean {
    return this.#ended.has(nameOf(turn, itemId));
  }

  /** The item of an id in a turn. */
  find(turn: TurnKey, itemId: string): HeldItem | null {
    return this.#items.find((held) => held.itemId === itemId && isTurn(held.turn, turn)) ?? null;
  }

  /** The item of a key, no longer held. */
  take({ turn, itemId, occurrence }: RecoveredKey): HeldItem | null {
    const held = this.find(turn, itemId);
    if (held === null || held.occurrence !== occurrence) return null;
    this.#items = this.#items.filter((other) => other !== held);
    return held;
  }

  /** All items, oldest first, none of them held any longer. Nothing is known afterwards. */
  takeAll(): HeldItem[] {
    this.#ended.clear();
    if (this.#items.length === 0) return this.#items;
    const items = this.#items;
    this.#items = [];
    return items;
  }
}

function nameOf({ turnId, occurrence }: TurnKey, itemId: string): string {
  return `${occurrence} ${turnId} ${itemId}`;
}

function isTurn(left: TurnKey, right: TurnKey): boolean {
  return left.turnId === right.turnId && left.occurrence === right.occurrence;
}

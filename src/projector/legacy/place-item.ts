/**
 * Where an item goes: to the end of the open turn, in place of an item with the same id, or into a turn that
 * is named (spec: legacy-history §1). Replacement is total; nothing of the earlier item survives.
 */
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import type { LegacyItemTimes } from './legacy-change.js';
import type { OpenTurn, TurnKey } from './legacy-state.js';
import type { LegacyStep } from './legacy-step.js';
import { ensureTurn, turnKey } from './open-turn.js';

/** What is known of most items of a legacy log. */
const NO_TIMES: LegacyItemTimes = { startedAtMs: null, completedAtMs: null };

/** Adds an item to the open turn even if one with its id is there already. */
export function pushItem(step: LegacyStep, item: ThreadItem): void {
  const turn = ensureTurn(step);
  append(step, turn, item, countInOpenTurn(step, turn, item.id), NO_TIMES);
}

/** Replaces the first item with this id in the open turn, whatever its kind, or adds the item at the end. */
export function upsertInOpenTurn(step: LegacyStep, item: ThreadItem, times = NO_TIMES): void {
  const turn = ensureTurn(step);
  if (countInOpenTurn(step, turn, item.id) === 0) append(step, turn, item, 0, times);
  else replace(step, turn, item, 0, times);
}

/**
 * Replaces or adds an item in the turn that is named: the open one, else the oldest with that id.
 *
 * @returns false if there is no such turn; then nothing was done.
 */
export function upsertInTurn(step: LegacyStep, turnId: string, item: ThreadItem, times = NO_TIMES): boolean {
  if (step.state.current?.turnId === turnId) {
    upsertInOpenTurn(step, item, times);
    return true;
  }
  const turn = step.history.findTurn(turnId);
  if (turn === null) return false;
  if (step.history.countItemsWithId(turnKey(turn), item.id) === 0) step.state.itemCount += 1;
  record(step, turn, item, 0, times);
  return true;
}

/** Like {@link upsertInTurn}, but an empty turn id (older logs have no other) means the open turn. */
export function upsertInTurnOrOpen(step: LegacyStep, turnId: string, item: ThreadItem): void {
  if (turnId === '') upsertInOpenTurn(step, item);
  else upsertInTurn(step, turnId, item);
}

/** Replaces the item at the end of the open turn. */
export function replaceLastItem(step: LegacyStep, turn: OpenTurn, item: ThreadItem): void {
  replace(step, turn, item, turn.lastItem?.occurrence ?? 0, NO_TIMES);
}

function append(
  step: LegacyStep,
  turn: OpenTurn,
  item: ThreadItem,
  occurrence: number,
  times: LegacyItemTimes,
): void {
  step.state.itemCount += 1;
  step.state.current = { ...turn, itemCount: turn.itemCount + 1, lastItem: lastItem(item, occurrence) };
  record(step, turn, item, occurrence, times);
}

function replace(
  step: LegacyStep,
  turn: OpenTurn,
  item: ThreadItem,
  occurrence: number,
  times: LegacyItemTimes,
): void {
  if (turn.lastItem?.itemId === item.id && turn.lastItem.occurrence === occurrence) {
    step.state.current = { ...turn, lastItem: lastItem(item, occurrence) };
  }
  record(step, turn, item, occurrence, times);
}

function record(
  step: LegacyStep,
  turn: TurnKey,
  item: ThreadItem,
  occurrence: number,
  { startedAtMs, completedAtMs }: LegacyItemTimes,
): void {
  step.changes.push({ kind: 'item', turn: turnKey(turn), occurrence, item, startedAtMs, completedAtMs });
}

function lastItem(item: ThreadItem, occurrence: number): OpenTurn['lastItem'] {
  return { itemId: item.id, occurrence, reasoning: item.type === 'reasoning' ? item : null };
}

/** A turn without items may have been opened by this very record, of which the history knows nothing yet. */
function countInOpenTurn(step: LegacyStep, turn: OpenTurn, itemId: string): number {
  return turn.itemCount === 0 ? 0 : step.history.countItemsWithId(turnKey(turn), itemId);
}

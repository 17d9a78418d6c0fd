/** The work on one record: the state so far, the changes made, and whom to ask. */
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import type { TurnKey } from '../legacy/legacy-state.js';
import type { RecoveredChange, RecoveredItem, RecoveredRows } from './recovered-rows.js';
import type { RecoveryState } from './recovery-state.js';

export interface RecoveryStep {
  state: RecoveryState;
  readonly changes: RecoveredChange[];
  readonly rows: RecoveredRows;
  /** The open turn; recovery opens and closes none. */
  readonly current: TurnKey | null;
  /** Index of the record: the place of what it adds. */
  readonly recordIndex: number;
}

/** An id for what the log leaves unnamed, the same whenever the rollout is projected. */
export function ownId({ recordIndex }: RecoveryStep): string {
  return `recovered-${recordIndex}`;
}

/** The turn that an item belongs to: the one it names, else the open one, else the newest; null where there is none at all. */
export function homeTurn(step: RecoveryStep, named: string | null): TurnKey | null {
  const { current, rows } = step;
  if (named !== null && named !== current?.turnId) {
    const turn = rows.findTurn(named);
    if (turn !== null) return turn;
  }
  return current ?? rows.newestTurns(1)[0] ?? null;
}

/** Adds an item to a turn, unless the events gave it already. */
export function addRecovered(
  step: RecoveryStep,
  turn: TurnKey,
  item: ThreadItem,
  { ended }: { ended: boolean },
): RecoveredItem | null {
  const { id: itemId } = item;
  const { shown, recovered } = step.rows.countItems(turn, itemId);
  if (shown > 0) return null;
  const added = {
    turn: { turnId: turn.turnId, occurrence: turn.occurrence },
    itemId,
    occurrence: recovered,
    item,
  };
  step.changes.push({ kind: 'add', ended, ...added });
  return added;
}

/** Writes a new snapshot of an item. */
export function replaceRecovered(
  step: RecoveryStep,
  item: RecoveredItem,
  { ended }: { ended: boolean },
): void {
  step.changes.push({ kind: 'replace', ended, ...item });
}

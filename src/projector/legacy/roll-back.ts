/**
 * `thread_rolled_back`: the newest turns are dropped (spec: legacy-history §6).
 */
import type { ThreadRolledBack } from '../../events/event-msg/rollback.js';
import type { LegacyStep } from './legacy-step.js';
import { closeTurn, turnKey } from './open-turn.js';

/**
 * Drops the newest turns, whatever is in them, and closes the open turn even if it stays. Item numbers go on
 * from what is left, so they can repeat those of dropped items; the record index is not touched.
 */
export function onThreadRolledBack(step: LegacyStep, event: ThreadRolledBack): void {
  closeTurn(step);
  const dropped = step.history.lastTurns(event.num_turns).map(turnKey).reverse();
  for (const turn of dropped) step.state.itemCount -= step.history.countItems(turn);
  step.state.nextItem = step.state.itemCount + 1;
  if (dropped.length > 0) step.changes.push({ kind: 'removeTurns', turns: dropped });
}

/**
 * Where review items go, and the two legacy events that carry them (spec: legacy-history §5).
 */
import type { EnteredReviewMode, ExitedReviewMode } from '../../events/event-msg/review.js';
import { enteredReviewModeItem, exitedReviewModeItem } from '../../events/legacy-thread-item/review.js';
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import type { LegacyItemTimes } from './legacy-change.js';
import { type LegacyStep, takeItemId } from './legacy-step.js';
import { closeTurn, openUnannouncedTurn } from './open-turn.js';
import { upsertInOpenTurn, upsertInTurn } from './place-item.js';

/** Adds the mark at which a review begins. */
export function onEnteredReviewMode(step: LegacyStep, event: EnteredReviewMode): void {
  const item = enteredReviewModeItem(event, event.item_id ?? takeItemId(step));
  placeReviewItem(step, event.turn_id ?? null, item);
}

/** Adds the findings with which a review ends. */
export function onExitedReviewMode(step: LegacyStep, event: ExitedReviewMode): void {
  const item = exitedReviewModeItem(event, event.item_id ?? takeItemId(step));
  placeReviewItem(step, event.turn_id ?? null, item);
}

/**
 * Puts a review item into its turn. A review has a turn of its own that no `task_started` announces, so an
 * unknown id opens it.
 */
export function placeReviewItem(
  step: LegacyStep,
  turnId: string | null,
  item: ThreadItem,
  times?: LegacyItemTimes,
): void {
  if (turnId !== null) {
    if (upsertInTurn(step, turnId, item, times)) return;
    closeTurn(step);
    openUnannouncedTurn(step, turnId, 'review');
  }
  upsertInOpenTurn(step, item, times);
}

/**
 * The items around a review from their legacy events.
 */
import type { EnteredReviewMode, ExitedReviewMode } from '../event-msg/review.js';
import type { EnteredReviewModeThreadItem, ExitedReviewModeThreadItem } from '../thread-item/review-mode.js';
import { enteredReviewModeThreadItem, exitedReviewModeThreadItem } from '../to-thread-item/review-mode.js';

/** spec: legacy-history §5. @param itemId the event's own item id where it has one. */
export function enteredReviewModeItem(event: EnteredReviewMode, itemId: string): EnteredReviewModeThreadItem {
  return enteredReviewModeThreadItem(itemId, event.user_facing_hint);
}

/** spec: legacy-history §5. @param itemId the event's own item id where it has one. */
export function exitedReviewModeItem(event: ExitedReviewMode, itemId: string): ExitedReviewModeThreadItem {
  return exitedReviewModeThreadItem(itemId, event.review_output);
}

/**
 * The items around a review, for readers.
 */
import type { EnteredReviewModeThreadItem, ExitedReviewModeThreadItem } from '../thread-item/review-mode.js';
import type { ReviewOutput } from '../value/review-output.js';
import { reviewText } from './review-text.js';

const NO_HINT = 'Review requested.';

/** The begin of a review; a default stands for a missing hint. @param hint what is reviewed, in words for the user. */
export function enteredReviewModeThreadItem(
  id: string,
  hint: string | null | undefined,
): EnteredReviewModeThreadItem {
  return { type: 'enteredReviewMode', id, review: hint ?? NO_HINT };
}

/** The end of a review, with what was found as text (spec: legacy-history §7). */
export function exitedReviewModeThreadItem(
  id: string,
  output: ReviewOutput | null | undefined,
): ExitedReviewModeThreadItem {
  return { type: 'exitedReviewMode', id, review: reviewText(output) };
}

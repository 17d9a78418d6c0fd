/**
 * The two canonical items around a code review.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { ReviewOutput } from '../value/review-output.js';
import { ReviewTarget } from '../value/review-target.js';

/** The review begins (spec: turn-items §2). */
export const EnteredReviewModeItem = z.looseObject({
  type: z.literal('EnteredReviewMode'),
  id: z.string(),
  target: ReviewTarget,
  user_facing_hint: z.string(),
});
export type EnteredReviewModeItem = z.infer<typeof EnteredReviewModeItem>;

/** The review is over; without output when the reviewer gave none. */
export const ExitedReviewModeItem = z.looseObject({
  type: z.literal('ExitedReviewMode'),
  id: z.string(),
  review_output: writtenAsNull(ReviewOutput),
});
export type ExitedReviewModeItem = z.infer<typeof ExitedReviewModeItem>;

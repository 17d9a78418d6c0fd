/**
 * The two items around a code review, as readers see them.
 */
import { z } from 'zod';

/** `review` says what is reviewed (spec: turn-items §3). */
export const EnteredReviewModeThreadItem = z.looseObject({
  type: z.literal('enteredReviewMode'),
  id: z.string(),
  review: z.string(),
});
export type EnteredReviewModeThreadItem = z.infer<typeof EnteredReviewModeThreadItem>;

/** `review` is what the reviewer found, as text (spec: legacy-history §7). */
export const ExitedReviewModeThreadItem = z.looseObject({
  type: z.literal('exitedReviewMode'),
  id: z.string(),
  review: z.string(),
});
export type ExitedReviewModeThreadItem = z.infer<typeof ExitedReviewModeThreadItem>;

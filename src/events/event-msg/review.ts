/**
 * Code reviews begin and end. Old files give these events neither a turn nor an item id.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { ReviewOutput } from '../value/review-output.js';
import { ReviewTarget } from '../value/review-target.js';

export const EnteredReviewMode = z.looseObject({
  type: z.literal('entered_review_mode'),
  target: ReviewTarget,
  user_facing_hint: z.string().nullish(),
  turn_id: z.string().nullish(),
  item_id: z.string().nullish(),
});
export type EnteredReviewMode = z.infer<typeof EnteredReviewMode>;

export const ExitedReviewMode = z.looseObject({
  type: z.literal('exited_review_mode'),
  turn_id: z.string().nullish(),
  item_id: z.string().nullish(),
  review_output: writtenAsNull(ReviewOutput),
});
export type ExitedReviewMode = z.infer<typeof ExitedReviewMode>;

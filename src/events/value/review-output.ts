/**
 * What a code review found. Rendering it as text is left to the thread items.
 */
import { z } from 'zod';
import { Float } from '../canonical/written-form.js';
import { Int, Uint } from './integer.js';

/** One remark with the lines (from 1, both ends included) that it is about. */
export const ReviewFinding = z.looseObject({
  title: z.string(),
  body: z.string(),
  confidence_score: Float,
  priority: Int,
  code_location: z.looseObject({
    absolute_file_path: z.string(),
    line_range: z.looseObject({ start: Uint, end: Uint }),
  }),
});
export type ReviewFinding = z.infer<typeof ReviewFinding>;

/** spec: legacy-event-shapes, Review. */
export const ReviewOutput = z.looseObject({
  findings: z.array(ReviewFinding),
  overall_correctness: z.string(),
  overall_explanation: z.string(),
  overall_confidence_score: Float,
});
export type ReviewOutput = z.infer<typeof ReviewOutput>;

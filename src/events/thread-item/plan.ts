/**
 * A proposed plan, as readers see it.
 */
import { z } from 'zod';

/** `text` is Markdown (spec: turn-items §3). */
export const PlanThreadItem = z.looseObject({
  type: z.literal('plan'),
  id: z.string(),
  text: z.string(),
});
export type PlanThreadItem = z.infer<typeof PlanThreadItem>;

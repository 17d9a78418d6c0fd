/**
 * The agent's reasoning, as readers see it.
 */
import { z } from 'zod';

/** spec: turn-items §3. */
export const ReasoningThreadItem = z.looseObject({
  type: z.literal('reasoning'),
  id: z.string(),
  summary: z.array(z.string()).default([]),
  content: z.array(z.string()).default([]),
});
export type ReasoningThreadItem = z.infer<typeof ReasoningThreadItem>;

/**
 * The canonical item of the agent's reasoning.
 */
import { z } from 'zod';

/** Summaries for readers and, where the model gives it away, the raw text (spec: turn-items §2). */
export const ReasoningItem = z.looseObject({
  type: z.literal('Reasoning'),
  id: z.string(),
  summary_text: z.array(z.string()),
  raw_content: z.array(z.string()).default([]),
});
export type ReasoningItem = z.infer<typeof ReasoningItem>;

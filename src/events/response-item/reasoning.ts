/**
 * What the model thought: a summary to show, sometimes the thought, and the sealed original for the provider.
 */
import { z } from 'zod';
import { CommonFields } from './passthrough.js';

/** spec: rollout-format §6. */
export const ReasoningResponseItem = z.looseObject({
  type: z.literal('reasoning'),
  ...CommonFields,
  summary: z.array(z.looseObject({ type: z.literal('summary_text'), text: z.string() })),
  content: z.array(z.looseObject({ type: z.enum(['reasoning_text', 'text']), text: z.string() })).nullish(),
  encrypted_content: z.string().nullish(),
});
export type ReasoningResponseItem = z.infer<typeof ReasoningResponseItem>;

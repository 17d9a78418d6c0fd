/**
 * What the model thought: a summary to show, sometimes the thought, and the sealed original for the provider.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { Id, PassedThrough } from './passthrough.js';

/** spec: rollout-format §6. */
export const ReasoningResponseItem = z.looseObject({
  type: z.literal('reasoning'),
  ...Id,
  summary: z.array(z.looseObject({ type: z.literal('summary_text'), text: z.string() })),
  content: writtenAsNull(
    z.array(z.looseObject({ type: z.enum(['reasoning_text', 'text']), text: z.string() })),
  ),
  encrypted_content: writtenAsNull(z.string()),
  ...PassedThrough,
});
export type ReasoningResponseItem = z.infer<typeof ReasoningResponseItem>;

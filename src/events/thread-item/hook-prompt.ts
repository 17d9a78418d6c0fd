/**
 * Text that hooks put before the model, as readers see it.
 */
import { z } from 'zod';
import { HookPromptFragment } from '../turn-item/hook-prompt.js';

/** spec: turn-items §3. */
export const HookPromptThreadItem = z.looseObject({
  type: z.literal('hookPrompt'),
  id: z.string(),
  fragments: z.array(HookPromptFragment),
});
export type HookPromptThreadItem = z.infer<typeof HookPromptThreadItem>;

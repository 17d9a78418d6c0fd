/**
 * The canonical item of text that hooks put before the model.
 */
import { z } from 'zod';

/** What one run of a hook said. The keys are camelCase in the log as well (spec: turn-items §2). */
export const HookPromptFragment = z.looseObject({ text: z.string(), hookRunId: z.string() });
export type HookPromptFragment = z.infer<typeof HookPromptFragment>;

export const HookPromptItem = z.looseObject({
  type: z.literal('HookPrompt'),
  id: z.string(),
  fragments: z.array(HookPromptFragment),
});
export type HookPromptItem = z.infer<typeof HookPromptItem>;

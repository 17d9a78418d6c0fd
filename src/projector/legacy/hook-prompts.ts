/**
 * Hook prompts: the only response items that readers see (spec: legacy-history §9).
 */

import { parseHookPrompt } from '../../events/response-item/parse-hook-prompt.js';
import type { ResponseItem } from '../../events/response-item/response-item.js';
import { hookPromptThreadItem } from '../../events/to-thread-item/plain-items.js';
import type { HookPromptFragment } from '../../events/turn-item/hook-prompt.js';
import type { LegacyStep } from './legacy-step.js';
import { pushItem } from './place-item.js';

/** Adds a hook prompt if the response item is one: a user message of which every part is the text of a hook. */
export function onResponseItem(step: LegacyStep, item: ResponseItem): void {
  if (item.type !== 'message' || item.role !== 'user') return;
  const fragments: HookPromptFragment[] = [];
  for (const part of item.content) {
    const fragment = part.type === 'input_text' ? parseHookPrompt(part.text) : null;
    if (fragment === null) return;
    fragments.push(fragment);
  }
  if (fragments.length === 0) return;
  pushItem(step, hookPromptThreadItem(item.id ?? step.ids.uuid(), fragments));
}

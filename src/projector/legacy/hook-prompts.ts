/**
 * Hook prompts: the only response items that readers see (spec: legacy-history §9).
 */

import { hookPromptFragments } from '../../events/response-item/hook-prompt-fragments.js';
import type { ResponseItem } from '../../events/response-item/response-item.js';
import { hookPromptThreadItem } from '../../events/to-thread-item/plain-items.js';
import type { LegacyStep } from './legacy-step.js';
import { pushItem } from './place-item.js';

/** Adds a hook prompt if the response item is one: a user message of which every part is the text of a hook. */
export function onResponseItem(step: LegacyStep, item: ResponseItem): void {
  const fragments = hookPromptFragments(item);
  if (fragments === null || item.type !== 'message') return;
  pushItem(step, hookPromptThreadItem(item.id ?? step.ids.uuid(), fragments));
}

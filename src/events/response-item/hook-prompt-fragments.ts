/**
 * Which response items are hook prompts: the only ones that readers of a legacy rollout see.
 */
import type { HookPromptFragment } from '../turn-item/hook-prompt.js';
import { parseHookPrompt } from './parse-hook-prompt.js';
import type { ResponseItem } from './response-item.js';

/** What hooks said, if every part of a user message is the text of a hook; null for any other item (spec: legacy-history §9). */
export function hookPromptFragments(item: ResponseItem): HookPromptFragment[] | null {
  if (item.type !== 'message' || item.role !== 'user') return null;
  const fragments: HookPromptFragment[] = [];
  for (const part of item.content) {
    const fragment = part.type === 'input_text' ? parseHookPrompt(part.text) : null;
    if (fragment === null) return null;
    fragments.push(fragment);
  }
  return fragments.length === 0 ? null : fragments;
}

/**
 * Kinds of items that readers see with little changed but the spelling of their keys.
 */
import type { ContextCompactionThreadItem } from '../thread-item/context-compaction.js';
import type { HookPromptThreadItem } from '../thread-item/hook-prompt.js';
import type { ImageViewThreadItem } from '../thread-item/image-view.js';
import type { PlanThreadItem } from '../thread-item/plan.js';
import type { ReasoningThreadItem } from '../thread-item/reasoning.js';
import type { SleepThreadItem } from '../thread-item/sleep.js';
import type { HookPromptFragment } from '../turn-item/hook-prompt.js';
import type { PlanItem } from '../turn-item/plan.js';
import { nativePath } from './native-path.js';

/** spec: turn-items §4. */
export function planOf(item: PlanItem): PlanThreadItem {
  return { type: 'plan', id: item.id, text: item.text };
}

/** Reasoning from its parts: the summaries and the raw content, one text each. */
export function reasoningThreadItem(id: string, summary: string[], content: string[]): ReasoningThreadItem {
  return { type: 'reasoning', id, summary, content };
}

/** What hooks said, without keys that readers are not shown. */
export function hookPromptThreadItem(
  id: string,
  fragments: readonly HookPromptFragment[],
): HookPromptThreadItem {
  return {
    type: 'hookPrompt',
    id,
    fragments: fragments.map(({ text, hookRunId }) => ({ text, hookRunId })),
  };
}

/** An image that was looked at. @param path file URI or plain path of the image. */
export function imageViewThreadItem(id: string, path: string): ImageViewThreadItem {
  return { type: 'imageView', id, path: nativePath(path) };
}

/** A pause of so many milliseconds. */
export function sleepThreadItem(id: string, durationMs: number): SleepThreadItem {
  return { type: 'sleep', id, durationMs };
}

/** The mark of a compaction. */
export function contextCompactionThreadItem(id: string): ContextCompactionThreadItem {
  return { type: 'contextCompaction', id };
}

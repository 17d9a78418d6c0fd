/**
 * The history after a compaction of an older version, which wrote its summary alone: the newest requests of the user and the
 * summary (spec: model-context §4).
 */
import type { MessageResponseItem } from '../events/response-item/message.js';
import type { HistoryItem } from './history-item.js';
import { countTokens, splitToTokens } from './truncate-text.js';
import { isUserRequest } from './turn-boundary.js';

/** Tokens that requests may take up. */
const MOST_TOKENS = 20_000;
const NO_SUMMARY = '(no summary available)';

/** The summaries of later versions begin so; they stand in histories as messages of the user. */
const SUMMARY_HEAD =
  'Another language model started to solve this problem and produced a summary of its thinking process.';

/** @param summary of the compaction; may be empty */
export function summarisedHistory(history: readonly HistoryItem[], summary: string): HistoryItem[] {
  const kept: HistoryItem[] = [];
  let left = MOST_TOKENS;
  for (const { item, metadata } of history.toReversed()) {
    if (left === 0) break;
    if (!isMessage(item) || !isUserRequest(item)) continue;
    // Images do not outlive it.
    const content = item.content.filter((part) => part.type === 'input_text');
    const text = content.map((part) => part.text).join('');
    if (text === '' || text.startsWith(SUMMARY_HEAD)) continue;
    const pieces = splitToTokens(text, left);
    kept.push(pieces === null ? { item: { ...item, content }, metadata } : saying(...pieces));
    left = Math.max(left - countTokens(text), 0);
  }
  kept.reverse();
  kept.push(saying(summary === '' ? NO_SUMMARY : summary));
  return kept;
}

function isMessage(item: HistoryItem['item']): item is MessageResponseItem {
  return item.type === 'message';
}

function saying(...texts: string[]): HistoryItem {
  const content = texts.map((text) => ({ type: 'input_text' as const, text }));
  return { item: { type: 'message', role: 'user', content }, metadata: null };
}

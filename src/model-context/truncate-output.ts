/** Outputs of tools enter the model's history cut to a size (spec: model-context §4). The log keeps them whole. */
import type { OutputContent, OutputContentItem } from '../events/value/output-content.js';
import type { HistoryItem } from './history-item.js';
import { countTokens, truncateToTokens } from './truncate-text.js';

/** Of models that say nothing else: 10,000 and a fifth more for what JSON adds. Seen so in 0.169. */
const MOST_TOKENS = 12_000;

/** The item with its output cut; other items stay as they are. A limit noted beside the item wins. */
export function truncateOutput(of: HistoryItem): HistoryItem {
  const { item, metadata } = of;
  if (item.type !== 'function_call_output' && item.type !== 'custom_tool_call_output') return of;
  const output = truncated(item.output, metadata?.fallback_token_limit_override ?? MOST_TOKENS);
  return output === item.output ? of : { item: { ...item, output }, metadata };
}

function truncated(output: OutputContent, tokens: number): OutputContent {
  if (typeof output === 'string') return truncateToTokens(output, tokens);
  const kept: OutputContentItem[] = [];
  let left = tokens;
  let omitted = 0;
  for (const part of output) {
    if (part.type !== 'input_text') {
      kept.push(part);
    } else if (left === 0) {
      omitted++;
    } else {
      const text = truncateToTokens(part.text, left);
      kept.push(text === part.text ? part : { ...part, text });
      left = Math.max(left - countTokens(part.text), 0);
    }
  }
  if (omitted > 0) kept.push({ type: 'input_text', text: `[omitted ${omitted} text items ...]` });
  return kept;
}

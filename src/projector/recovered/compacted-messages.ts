/**
 * Messages that a compaction kept for the model and that nothing else in the log shows: their text survives only there
 * (demand 45).
 */
import type { Compacted } from '../../events/record/compacted.js';
import type { MessageResponseItem } from '../../events/response-item/message.js';

/** A message of a compaction's history, as one text. */
export interface KeptMessage {
  readonly role: 'user' | 'agent';
  readonly text: string;
}

/** Context that a program wrote in the user's name: elements with names of its own, and instruction files. */
const CONTEXT = /^(?:<(skill|[a-z]+_[a-z_]+)\b[^>]*>[\s\S]*<\/\1>|# AGENTS\.md instructions\b)/i;
/** Stands around images, which have no text. */
const IMAGE_TAG = /^<\/?image\b[^>]*>$/;

/** The messages of user and agent that a compaction kept, without context and without its own summary. */
export function keptMessages({ message: summary, replacement_history }: Compacted): KeptMessage[] {
  const kept: KeptMessage[] = [];
  for (const item of replacement_history ?? []) {
    if (item.type !== 'message' || (item.role !== 'user' && item.role !== 'assistant')) continue;
    const text = messageText(item);
    const isSummary = summary.trim() !== '' && text.includes(summary.trim());
    if (text === '' || isSummary || CONTEXT.test(text)) continue;
    kept.push({ role: item.role === 'user' ? 'user' : 'agent', text });
  }
  return kept;
}

/** Those of them that none of the shown texts holds. */
export function lostMessages(kept: readonly KeptMessage[], shown: Iterable<string>): KeptMessage[] {
  const missing = new Set(kept.map(({ text }) => text));
  const cut = kept.flatMap(({ text }) => beforeCut(text) ?? []);
  for (const text of shown) {
    const trimmed = text.trim();
    missing.delete(trimmed);
    for (const { whole, head } of cut) if (trimmed.startsWith(head)) missing.delete(whole);
    if (missing.size === 0) return [];
  }
  const lost: KeptMessage[] = [];
  // A message that stands there twice is lost once.
  for (const message of kept) if (missing.delete(message.text)) lost.push(message);
  return lost;
}

function messageText({ content }: MessageResponseItem): string {
  const texts = content.flatMap((part) =>
    (part.type === 'input_text' || part.type === 'output_text') && !IMAGE_TAG.test(part.text.trim())
      ? [part.text]
      : [],
  );
  return texts.join('').trim();
}

/** A long message is kept without its middle, and is shown as long as a message begins as it does. */
function beforeCut(text: string): { whole: string; head: string } | null {
  const at = text.search(/…\s?\d+ (?:tokens|chars|characters|lines) truncated…/);
  return at <= 0 ? null : { whole: text, head: text.slice(0, at) };
}

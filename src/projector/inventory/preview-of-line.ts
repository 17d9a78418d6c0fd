/**
 * The text a thread is recognised by in listings: its first user message (spec reads §8). Looks at one line; where lines
 * come from, and which thread inherits whose preview, is decided elsewhere.
 */
import { decodeLine, type RolloutRecord } from '../../events/decode-line.js';
import type { FramedLine } from '../../rollout/index.js';
import { bareMessageText } from '../bare/bare-records.js';

/** Clients put context before this mark; what follows is what the user wrote. */
const USER_MESSAGE_BEGIN = '## My request for Codex:';

const MARKS = ['"UserMessage"', '"user_message"', '"role":"user"'];

/** The preview that a line gives, or null when it is no user message with text. */
export function previewOfLine({ bytes, utf8 }: FramedLine): string | null {
  if (bytes === null || !utf8 || !MARKS.some((mark) => bytes.includes(mark))) return null;
  const line = decodeLine(bytes.toString('utf8'));
  if (line.kind === 'record') return cleaned(messageText(line.record));
  return line.kind === 'unrecognised' ? cleaned(bareMessageText(line.json)) : null;
}

function messageText(record: RolloutRecord): string | null {
  if (record.type !== 'event_msg') return null;
  const event = record.payload;
  if (event.type === 'user_message') return event.message;
  if (event.type !== 'item_completed' || event.item.type !== 'UserMessage') return null;
  return event.item.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function cleaned(text: string | null): string | null {
  if (text === null) return null;
  const mark = text.indexOf(USER_MESSAGE_BEGIN);
  const own = (mark === -1 ? text : text.slice(mark + USER_MESSAGE_BEGIN.length)).trim();
  return own === '' ? null : own;
}

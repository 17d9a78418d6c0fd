/**
 * One line of the paginated rollout: what it is made of, and its text. Which lines there are is left to the conversion.
 */
import { encodeLine } from '../../../events/encode-line.js';
import type { EventMsg } from '../../../events/event-msg/event-msg.js';
import { readLineAsWritten } from '../../../events/read-line-as-written.js';
import type { RolloutRecord } from '../../../events/record/rollout-record.js';
import type { SessionMeta } from '../../../events/record/session-meta.js';
import type { SourceRecord } from './source-record.js';

/** A line of the source again, perhaps of another thread, or a record that was made. */
export type OutputLine =
  | { readonly kind: 'copy'; readonly source: SourceRecord; readonly threadId?: string }
  | { readonly kind: 'made'; readonly timestamp: string; readonly record: RolloutRecord };

export function madeEvent(timestamp: string, payload: EventMsg): OutputLine {
  return { kind: 'made', timestamp, record: { type: 'event_msg', payload } };
}

export function madeHead(timestamp: string, payload: SessionMeta): OutputLine {
  return { kind: 'made', timestamp, record: { type: 'session_meta', payload } };
}

/** The text without a newline. What is copied keeps its keys, their order and its digits. */
export function outputText(line: OutputLine, ordinal: number): string {
  if (line.kind === 'made') {
    return encodeLine({ timestamp: line.timestamp, ordinal, record: line.record });
  }
  const { source, threadId } = line;
  return (
    (threadId === undefined ? insertOrdinal(source, ordinal) : null) ?? renumber(source, ordinal, threadId)
  );
}

/** Puts the ordinal behind the time without looking at the rest; null where the line does not begin as Codex writes it. */
function insertOrdinal({ text, timestamp, isTimeRepaired }: SourceRecord, ordinal: number): string | null {
  const start = `{"timestamp":"${timestamp}",`;
  if (isTimeRepaired || !text.startsWith(start) || text.includes('"ordinal"') || text.endsWith('\r'))
    return null;
  return `${start}"ordinal":${ordinal},${text.slice(start.length)}`;
}

function renumber({ text, timestamp }: SourceRecord, ordinal: number, threadId: string | undefined): string {
  const line = readLineAsWritten(text);
  if (line === null) throw new TypeError('a record that is not JSON');
  const { asWritten } = line;
  const payload = asWritten.payload;
  const isMoved = threadId !== undefined && typeof payload === 'object' && payload !== null;
  const moved = isMoved ? { ...asWritten, payload: { ...payload, thread_id: threadId } } : asWritten;
  return encodeLine({ asWritten: moved, timestamp, ordinal });
}

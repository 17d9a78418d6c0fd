/**
 * Damage by whole lines and by ordinals: lines lost, written twice, numbered wrongly, of kinds nobody knows
 * (spec: rollout-format §15 and §16, demand A). Each function is pure; `at` chooses the line, counted round.
 */
import { lineSpanAt, lineSpans, rewriteLine, splice } from './line-spans.js';

export function duplicateLine(bytes: Uint8Array, at: number): Uint8Array {
  const span = lineSpanAt(bytes, at);
  if (span === null) return bytes.slice();
  const line = bytes.subarray(span.start, span.end);
  // The copy goes in front, so that an unterminated tail stays the tail.
  const copy = line.at(-1) === 10 ? line : Buffer.concat([line, Buffer.from('\n')]);
  return splice(bytes, span.start, span.start, copy);
}

export function dropLine(bytes: Uint8Array, at: number): Uint8Array {
  const span = lineSpanAt(bytes, at);
  return span === null ? bytes.slice() : splice(bytes, span.start, span.end, '');
}

/** Blank lines, one of them of spaces, stand before the chosen line. */
export function insertBlankLines(bytes: Uint8Array, at: number): Uint8Array {
  const span = lineSpanAt(bytes, at);
  const start = span === null ? bytes.length : span.start;
  return splice(bytes, start, start, '\n   \n');
}

/** A line carries the ordinal of the line before it. */
export function repeatOrdinal(bytes: Uint8Array, at: number): Uint8Array {
  return renumber(bytes, at, (ordinal) => Math.max(0, ordinal - 1));
}

/** A line's ordinal is 1,000 too high. */
export function leapOrdinal(bytes: Uint8Array, at: number): Uint8Array {
  return renumber(bytes, at, (ordinal) => ordinal + 1000);
}

/** A line has no ordinal. */
export function removeOrdinal(bytes: Uint8Array, at: number): Uint8Array {
  return renumber(bytes, at, () => null);
}

/**
 * The lines from the chosen one on are numbered `by` too low, as after a resume that overlooked the last records
 * (spec: demand A1 to A4).
 */
export function reuseOrdinals(bytes: Uint8Array, at: number, by = 1): Uint8Array {
  return renumberFrom(bytes, at, (ordinal) => Math.max(0, ordinal - by));
}

/** The lines from the chosen one on have no ordinals: a writer of older files went on (spec: demand A9). */
export function removeOrdinals(bytes: Uint8Array, at: number): Uint8Array {
  return renumberFrom(bytes, at, () => null);
}

/** A record of a kind that does not exist stands in place of the line; its ordinal stays. */
export function replaceByUnknownRecord(bytes: Uint8Array, at: number): Uint8Array {
  return replaceRecord(bytes, at, '"type":"tide_forecast","payload":{"metres":1.25}');
}

/** An event of a kind that does not exist stands in place of the line; its ordinal stays. */
export function replaceByUnknownEvent(bytes: Uint8Array, at: number): Uint8Array {
  return replaceRecord(bytes, at, '"type":"event_msg","payload":{"type":"tide_turned","high":true}');
}

const ORDINAL = /^(\{"timestamp":"[^"]*",)"ordinal":(\d+),/;

type Renumbering = (ordinal: number) => number | null;

function renumber(bytes: Uint8Array, at: number, number: Renumbering): Uint8Array {
  return rewriteLine(bytes, at, (line) => renumbered(line, number));
}

/** The ends of lines and bytes that are no UTF-8 stay as they are. */
function renumberFrom(bytes: Uint8Array, at: number, number: Renumbering): Uint8Array {
  const from = lineSpanAt(bytes, at)?.start ?? bytes.length;
  const lines = lineSpans(bytes).filter(({ start }) => start >= from);
  const rest = lines.map(({ start, end }) =>
    Buffer.from(renumbered(Buffer.from(bytes.subarray(start, end)).toString('latin1'), number), 'latin1'),
  );
  return splice(bytes, from, bytes.length, Buffer.concat(rest));
}

function renumbered(line: string, number: Renumbering): string {
  return line.replace(ORDINAL, (_, before: string, digits: string) => {
    const ordinal = number(Number(digits));
    return ordinal === null ? before : `${before}"ordinal":${ordinal},`;
  });
}

const ENVELOPE = /^\{"timestamp":"[^"]*",(?:"ordinal":\d+,)?/;

function replaceRecord(bytes: Uint8Array, at: number, record: string): Uint8Array {
  return rewriteLine(bytes, at, (line) => {
    const envelope = ENVELOPE.exec(line)?.[0];
    return envelope === undefined ? `{${record}}` : `${envelope}${record}}`;
  });
}

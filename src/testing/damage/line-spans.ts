/**
 * Where the lines of a rollout lie, counted in bytes, for functions that damage one of them.
 */

/** `end` is just after the newline, or the end of the bytes for an unterminated tail. */
export interface LineSpan {
  start: number;
  end: number;
}

const LF = 10;

export function lineSpans(bytes: Uint8Array): LineSpan[] {
  const spans: LineSpan[] = [];
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(LF, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    spans.push({ start, end });
    start = end;
  }
  return spans;
}

/** Number `at` counted round the lines, so that any whole number is a position; null without lines. */
export function lineSpanAt(bytes: Uint8Array, at: number): LineSpan | null {
  const spans = lineSpans(bytes);
  if (spans.length === 0) return null;
  return spans[((at % spans.length) + spans.length) % spans.length] ?? null;
}

/** Bytes with those from `start` to `end` replaced. */
export function splice(
  bytes: Uint8Array,
  start: number,
  end: number,
  replacement: Uint8Array | string,
): Uint8Array {
  return new Uint8Array(
    Buffer.concat([bytes.subarray(0, start), Buffer.from(replacement), bytes.subarray(end)]),
  );
}

/** Rewrites the text of one line (without its newline); damage leaves bytes without lines alone. */
export function rewriteLine(bytes: Uint8Array, at: number, rewrite: (line: string) => string): Uint8Array {
  const span = lineSpanAt(bytes, at);
  if (span === null) return bytes.slice();
  const text = Buffer.from(bytes.subarray(span.start, span.end)).toString('utf8');
  const line = text.endsWith('\n') ? text.slice(0, -1) : text;
  return splice(bytes, span.start, span.end, rewrite(line) + text.slice(line.length));
}

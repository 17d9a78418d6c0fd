/**
 * Damage below the level of records: what crashes, power cuts and foreign editors leave in a file. Each function is
 * pure; `at` chooses the line, counted round.
 */
import { lineSpanAt, lineSpans, splice } from './line-spans.js';

/** The file ends within its last line, which keeps `at` bytes (counted round its length). */
export function tearTail(bytes: Uint8Array, at: number): Uint8Array {
  const last = lineSpans(bytes).at(-1);
  if (last === undefined) return bytes.slice();
  return bytes.slice(0, last.start + (Math.abs(at) % (last.end - last.start)));
}

/** The second half of a line is NUL bytes, as after a power cut. */
export function writeNulRun(bytes: Uint8Array, at: number): Uint8Array {
  const span = lineSpanAt(bytes, at);
  const damaged = bytes.slice();
  if (span !== null) damaged.fill(0, (span.start + span.end) >> 1, span.end - 1);
  return damaged;
}

/** A line holds a byte sequence that is no UTF-8. */
export function breakUtf8(bytes: Uint8Array, at: number): Uint8Array {
  const span = lineSpanAt(bytes, at);
  if (span === null) return bytes.slice();
  const middle = (span.start + span.end) >> 1;
  return splice(bytes, middle, middle, Uint8Array.of(0xc3, 0x28, 0xff));
}

/** A line ends in CR LF. */
export function endWithCrLf(bytes: Uint8Array, at: number): Uint8Array {
  const span = lineSpanAt(bytes, at);
  if (span === null || bytes[span.end - 1] !== 10) return bytes.slice();
  return splice(bytes, span.end - 1, span.end, '\r\n');
}

/** All lines end in CR LF. */
export function convertToCrLf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(
    Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  );
}

/** Half of a line stands before the whole of it: a torn write, then the writer's newline and a second attempt. */
export function writeHalfThenWhole(bytes: Uint8Array, at: number): Uint8Array {
  const span = lineSpanAt(bytes, at);
  if (span === null) return bytes.slice();
  const half = bytes.subarray(span.start, (span.start + span.end) >> 1);
  return splice(bytes, span.start, span.start, Buffer.concat([half, Buffer.from('\n')]));
}

/** A line of junk of `length` bytes (default 1 MiB) stands before the chosen one. */
export function insertHugeLine(bytes: Uint8Array, at: number, length = 1 << 20): Uint8Array {
  const span = lineSpanAt(bytes, at);
  const start = span === null ? bytes.length : span.start;
  return splice(bytes, start, start, `${'x'.repeat(length)}\n`);
}

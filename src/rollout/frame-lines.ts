/**
 * Cuts bytes into lines at LF alone, with the exact span of each in the plain text. What a line means, and whether it
 * is blank, is for others; CR, NUL, U+2028 and broken UTF-8 are ordinary content here.
 */

import { isUtf8 } from 'node:buffer';
import { LineCarry } from './line-carry.js';

const LF = 0x0a;

/** Longer lines are reported, but not held. */
export const MAX_LINE_BYTES = 256 * 1024 * 1024;

export interface FramedLine {
  /** Offset of the first byte in the plain text. */
  readonly start: number;
  /** Offset just after the LF. */
  readonly end: number;
  /** The line without its LF; null when it is longer than `maxLineBytes`. Valid until the next line is asked for. */
  readonly bytes: Buffer | null;
  /** The bytes are valid UTF-8; false when there are none to check. */
  readonly utf8: boolean;
}

/** What follows the last LF; of length 0 when the text ends with one. */
export interface LineTail {
  readonly start: number;
  readonly length: number;
  /** Null when the tail is longer than `maxLineBytes`. */
  readonly bytes: Buffer | null;
}

export interface FramedLines extends Iterable<FramedLine> {
  /** The unterminated rest; to be asked when the lines have come to their end. */
  tail(): LineTail;
}

export interface FrameLinesOptions {
  /** Offset in the plain text of the first byte of the chunks. */
  offset: number;
  /** Longest line to hold, in bytes without its LF; 256 MiB unless told. */
  maxLineBytes?: number;
}

/**
 * Frames chunks lazily; to be iterated once. A line that lies in one chunk is a view of it, only a line that goes on
 * in the next chunk is copied. Whether lines are UTF-8 is checked for all lines of a chunk at once, and singly only
 * where that fails.
 */
export function frameLines(chunks: Iterable<Uint8Array>, options: FrameLinesOptions): FramedLines {
  const { offset, maxLineBytes = MAX_LINE_BYTES } = options;
  const carry = new LineCarry(maxLineBytes);
  let lineStart = offset;

  function* lines(): Generator<FramedLine, void, undefined> {
    let chunkStart = offset;
    for (const bytes of chunks) {
      const chunk = asBuffer(bytes);
      let from = 0;
      if (carry.length > 0) {
        const lf = chunk.indexOf(LF);
        from = lf === -1 ? chunk.length : lf + 1;
        carry.append(lf === -1 ? chunk : chunk.subarray(0, lf));
        if (lf !== -1) {
          const line = carry.take();
          yield {
            start: lineStart,
            end: chunkStart + from,
            bytes: line,
            utf8: line !== null && isUtf8(line),
          };
          lineStart = chunkStart + from;
        }
      }

      const lastLf = chunk.lastIndexOf(LF);
      const utf8 = from <= lastLf && isUtf8(chunk.subarray(from, lastLf));
      while (from <= lastLf) {
        const lf = chunk.indexOf(LF, from);
        const line = lf - from > maxLineBytes ? null : chunk.subarray(from, lf);
        const end = chunkStart + lf + 1;
        yield { start: lineStart, end, bytes: line, utf8: line !== null && (utf8 || isUtf8(line)) };
        lineStart = end;
        from = lf + 1;
      }
      if (from < chunk.length) carry.append(chunk.subarray(from));
      chunkStart += chunk.length;
    }
  }

  return {
    [Symbol.iterator]: lines,
    tail: () => ({ start: lineStart, length: carry.length, bytes: carry.bytes() }),
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

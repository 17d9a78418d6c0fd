/**
 * The lines of a rollout from the end, newest first, in bounded memory. Same lines and spans as `readLines` gives,
 * in the opposite order.
 */

import { isUtf8 } from 'node:buffer';
import { toRolloutError } from './file-system-error.js';
import { type FramedLine, MAX_LINE_BYTES } from './frame-lines.js';
import { openRollout, type RolloutPathOptions } from './open-rollout.js';
import { ReverseBytes } from './reverse-bytes.js';
import { reverseCompressedLines } from './reverse-compressed-lines.js';

const BLOCK_BYTES = 256 * 1024;

export interface ReverseLinesOptions extends RolloutPathOptions {
  /** Only lines that end at or before this offset of the plain text; the end of the file unless told. */
  end?: number;
  /** Longest line to hold, in bytes without its LF; 256 MiB unless told. */
  maxLineBytes?: number;
  /** Size of the reads from a plain file, 256 KiB unless told. */
  blockBytes?: number;
}

/**
 * Yields the complete lines, newest first; an unterminated tail is not yielded. A line's bytes are valid until the
 * next line is asked for. A plain file is read in blocks from its end. A compressed one has to be decompressed from
 * its beginning: once for the last 8 MiB of text, and again for each larger piece before them.
 * @throws RolloutError as `openRollout`; `damaged_compression` before any line, since the newest cannot be known
 */
export function* reverseLines(options: ReverseLinesOptions): Generator<FramedLine, void, undefined> {
  const file = openRollout(options);
  try {
    if (file.compressed) yield* reverseCompressedLines(file, options);
    else yield* reversePlainLines(file.fd, options);
  } catch (error) {
    throw toRolloutError(error, file.path);
  } finally {
    file.close();
  }
}

function* reversePlainLines(
  fd: number,
  options: ReverseLinesOptions,
): Generator<FramedLine, void, undefined> {
  const { end, maxLineBytes = MAX_LINE_BYTES, blockBytes = BLOCK_BYTES } = options;
  const bytes = new ReverseBytes(fd, blockBytes);
  let lineEnd = bytes.lastLineEnd(end ?? Number.POSITIVE_INFINITY);
  while (lineEnd > 0) {
    const start = bytes.lastLineEnd(lineEnd - 1);
    const line = lineEnd - 1 - start > maxLineBytes ? null : bytes.read(start, lineEnd - 1);
    yield { start, end: lineEnd, bytes: line, utf8: line !== null && isUtf8(line) };
    lineEnd = start;
  }
}

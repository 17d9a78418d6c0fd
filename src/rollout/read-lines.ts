/** The lines of a rollout from its file: reading and framing put together. */

import { type FramedLines, frameLines } from './frame-lines.js';
import { type ReadPlainBytesOptions, readPlainBytes } from './read-plain-bytes.js';

export interface ReadLinesOptions extends ReadPlainBytesOptions {
  /** Longest line to hold, in bytes without its LF; 256 MiB unless told. */
  maxLineBytes?: number;
}

/**
 * The complete lines from `from` (the start of a line) on, oldest first. The file is opened with the first line and
 * closed with the iteration.
 * @throws RolloutError as `readPlainBytes`, after the complete lines before a damage
 */
export function readLines(options: ReadLinesOptions): FramedLines {
  const { from = 0, maxLineBytes } = options;
  const limit = maxLineBytes === undefined ? {} : { maxLineBytes };
  return frameLines(readPlainBytes(options), { offset: from, ...limit });
}

/**
 * Reads what a rollout is from its file: the head alone, or the head together with the lines of a preview.
 */

import { isUtf8 } from 'node:buffer';
import type { FramedLine, LineTail } from './frame-lines.js';
import { HeadScan, type RolloutHead } from './head-scan.js';
import type { RolloutPathOptions } from './open-rollout.js';
import { readLines } from './read-lines.js';

/** Holds a session_meta with its instructions as a rule. */
const CHUNK_BYTES = 64 * 1024;

export interface ScanHeadOptions extends RolloutPathOptions {
  /** Given each complete line from the first on, until it says `stop`. */
  visit: (line: FramedLine) => 'go on' | 'stop';
}

/**
 * The head of the rollout. Reads up to the first session_meta, wherever that is; an unterminated last line counts
 * when it decodes.
 * @throws RolloutError as `openRollout`, `damaged_compression`, `unknown_history_mode`
 */
export function readRolloutHead(options: RolloutPathOptions): RolloutHead {
  return scanHead({ ...options, visit: () => 'stop' });
}

/** The head of the rollout, and the lines for a preview from the same pass: reads until both have enough. */
export function scanHead(options: ScanHeadOptions): RolloutHead {
  const scan = new HeadScan(options.path);
  const lines = readLines({ ...options, chunkBytes: CHUNK_BYTES });
  let visiting = true;
  for (const line of lines) {
    scan.offer(line);
    if (visiting) visiting = options.visit(line) === 'go on';
    if (!visiting && scan.isComplete) return scan.head();
  }
  const tail = lines.tail();
  if (tail.length > 0) scan.offer(toLine(tail));
  return scan.head();
}

function toLine({ start, length, bytes }: LineTail): FramedLine {
  return { start, end: start + length, bytes, utf8: bytes !== null && isUtf8(bytes) };
}

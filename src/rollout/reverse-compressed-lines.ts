/**
 * The lines of a compressed rollout from the end. zstd runs forward only, so the text is decompressed as often as it
 * has windows, each time keeping the lines of one; nothing is spilled to disk, where it would be readable text in a
 * temporary folder. Who asks for the last records pays one pass.
 */

import { type FramedLine, frameLines, MAX_LINE_BYTES } from './frame-lines.js';
import { readZstdBytes } from './read-zstd-bytes.js';

const FIRST_WINDOW_BYTES = 8 * 1024 * 1024;
const LAST_WINDOW_BYTES = 64 * 1024 * 1024;
/** What a held line costs besides its bytes, roughly; a file of mere newlines must not fill the memory either. */
const LINE_OVERHEAD_BYTES = 256;

export interface ReverseCompressedOptions {
  end?: number;
  maxLineBytes?: number;
  /** Text to hold in the first pass, in bytes; doubles from pass to pass up to 64 MiB. */
  windowBytes?: number;
}

/** Yields the complete lines that end at or before `end`, newest first. The file stays open. */
export function* reverseCompressedLines(
  file: { fd: number; path: string },
  options: ReverseCompressedOptions,
): Generator<FramedLine, void, undefined> {
  const { maxLineBytes = MAX_LINE_BYTES } = options;
  let { end = Number.POSITIVE_INFINITY, windowBytes = FIRST_WINDOW_BYTES } = options;
  for (;;) {
    const lines = lastLines(file, { end, maxLineBytes, windowBytes });
    const oldest = lines[0];
    if (oldest === undefined) return;
    yield* lines.reverse();
    end = oldest.start;
    windowBytes = Math.max(windowBytes, Math.min(windowBytes * 2, LAST_WINDOW_BYTES));
  }
}

/** The last lines up to `end`, oldest first: as many as half the window holds, at least one, at most the window. */
function lastLines(
  file: { fd: number; path: string },
  options: { end: number; maxLineBytes: number; windowBytes: number },
): FramedLine[] {
  const { end, maxLineBytes, windowBytes } = options;
  let older: FramedLine[] = [];
  let newer: FramedLine[] = [];
  let newerBytes = 0;
  for (const line of frameLines(readZstdBytes(file), { offset: 0, maxLineBytes })) {
    if (line.end > end) break;
    const cost = LINE_OVERHEAD_BYTES + (line.bytes?.length ?? 0);
    if (newer.length > 0 && newerBytes + cost > windowBytes / 2) {
      older = newer;
      newer = [];
      newerBytes = 0;
    }
    newer.push(line.bytes === null ? line : { ...line, bytes: Buffer.from(line.bytes) });
    newerBytes += cost;
  }
  return [...older, ...newer];
}

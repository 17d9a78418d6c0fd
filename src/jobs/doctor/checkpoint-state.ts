/** Where Codex's checkpoint of a rollout stands in its file. Reads a byte, and a line or two where it is behind. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { decodeLine } from '../../events/decode-line.js';
import { isBlankLine, readLines, reverseLines } from '../../rollout/index.js';
import type { PeerCheckpoint } from '../../store/peer/peer-history.js';

export type CheckpointState =
  | { kind: 'complete' }
  | { kind: 'behind' | 'frozen' | 'inside_line' | 'beyond_file'; end: number; reason: string }
  /** Of a compressed rollout, whose length only decompressing it tells. */
  | { kind: 'unknown' };

const LF = 0x0a;
const LINES_LOOKED_BACK = 50;

/** @param path of a plain rollout */
export function checkpointState(path: string, { offset, ordinal }: PeerCheckpoint): CheckpointState {
  const { size, before } = byteBefore(path, offset);
  if (offset > size) return { kind: 'beyond_file', end: size, reason: '' };
  if (offset > 0 && before !== LF) return { kind: 'inside_line', end: size, reason: '' };
  if (offset === size) return { kind: 'complete' };
  for (const { bytes, utf8 } of readLines({ path, from: offset })) {
    if (bytes !== null && isBlankLine(bytes)) continue;
    const reason =
      bytes === null || !utf8 ? 'a line that is no text' : stopsOlderRules(bytes.toString('utf8'), ordinal);
    return { kind: reason === null ? 'behind' : 'frozen', end: size, reason: reason ?? '' };
  }
  return { kind: 'complete' };
}

/** The end of a plain rollout. */
export interface RolloutEnd {
  /** Bytes behind the last complete line. */
  tornBytes: number;
  /** The ordinal behind the newest record; null where the last lines hold none. */
  nextOrdinal: number | null;
}

/** Reads backwards to the newest record. */
export function lookAtEnd(path: string, size: number): RolloutEnd {
  let tornBytes = size;
  let looked = 0;
  for (const { end, bytes, utf8 } of reverseLines({ path })) {
    if (looked === 0) tornBytes = Math.max(0, size - end);
    if (looked++ >= LINES_LOOKED_BACK) break;
    if (bytes === null || !utf8) continue;
    const line = decodeLine(bytes.toString('utf8'));
    if (line.kind === 'record' && line.ordinal !== null) return { tornBytes, nextOrdinal: line.ordinal + 1 };
  }
  return { tornBytes, nextOrdinal: null };
}

/** Why the rules of summer 2026 wait at a line for ever (spec projection §6, older rules); null when they do not. */
function stopsOlderRules(text: string, expected: number): string | null {
  const line = decodeLine(text);
  if (line.kind === 'malformed') return `a malformed line (${line.reason})`;
  if (line.kind === 'unrecognised') return `a line of a kind that it does not know (${line.reason})`;
  const { ordinal } = line.kind === 'record' ? line : { ordinal: null };
  if (line.kind !== 'record') return null;
  if (ordinal === null) return 'a line without an ordinal';
  if (ordinal < expected) return `ordinal ${ordinal} where ${expected} was expected, a duplicate`;
  return ordinal > expected ? `ordinal ${ordinal} where ${expected} was expected, a gap` : null;
}

function byteBefore(path: string, offset: number): { size: number; before: number } {
  const fd = openSync(path, 'r');
  try {
    const byte = Buffer.alloc(1);
    const read = offset > 0 ? readSync(fd, byte, 0, 1, offset - 1) : 0;
    return { size: fstatSync(fd).size, before: read === 1 ? (byte[0] ?? -1) : -1 };
  } finally {
    closeSync(fd);
  }
}

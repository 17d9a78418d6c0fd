/** A quick look whether a rollout may hold a rollback. */
import type { SourceLine } from '../conversion.js';

const MARKER = Buffer.from('thread_rolled_back');

/** Never false where a line is a rollback; may be true where one only speaks of it. Nothing is decoded. */
export function mentionsRollback(lines: Iterable<SourceLine>): boolean {
  for (const { bytes } of lines) {
    if (bytes === null) continue;
    if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(MARKER)) return true;
  }
  return false;
}

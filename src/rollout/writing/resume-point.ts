/**
 * Where a writer goes on in a rollout that is there: whose it is, and the ordinal of the next record. Changes nothing.
 */

import { isUtf8 } from 'node:buffer';
import { decodeLine } from '../../events/decode-line.js';
import type { SessionMeta } from '../../events/record/session-meta.js';
import type { FramedLine } from '../frame-lines.js';
import { HeadScan } from '../head-scan.js';
import { isBlankLine } from '../is-blank-line.js';
import { readLines } from '../read-lines.js';
import { reverseLines } from '../reverse-lines.js';
import { RolloutError } from '../rollout-error.js';

/**
 * The session_meta that the first line must be; an unterminated one counts. Null for a file without lines.
 * @throws RolloutError `unknown_history_mode`, `no_session_meta` (spec: projection §1)
 */
export function readFirstRecord(path: string): SessionMeta | null {
  const first = firstLine(path);
  if (first === null) return null;
  // Says itself that it refuses an unknown history mode.
  const scan = new HeadScan(path);
  scan.offer(first);
  const { meta } = scan.head();
  if (meta !== null) return meta;
  throw new RolloutError({
    code: 'no_session_meta',
    path,
    found: 'does not start with a session_meta record',
    hint: 'It can be read, but nothing can be appended to it; start a new thread',
  });
}

/**
 * One more than the ordinal of the last record that decodes; null in a legacy rollout, which has none. The file must end
 * with a newline and start with `meta` (spec: rollout-format §16).
 * @throws RolloutError `no_ordinal`, `incomplete_prefix`
 */
export function findNextOrdinal(path: string, meta: SessionMeta): number | null {
  if (meta.history_mode === 'legacy') return null;
  const next = readLastOrdinal(path) + 1;
  const ownStart = meta.subagent_history_start_ordinal ?? 0;
  if (next >= ownStart) return next;
  throw new RolloutError({
    code: 'incomplete_prefix',
    path,
    found: `ends before ordinal ${next}, though the sub-agent's own history starts at ${ownStart}`,
    hint: 'Start the sub-agent anew; what it was to inherit was never written completely',
  });
}

function firstLine(path: string): FramedLine | null {
  const lines = readLines({ path });
  for (const line of lines) {
    if (line.bytes === null || !isBlankLine(line.bytes)) return line;
  }
  const { start, length, bytes } = lines.tail();
  if (bytes === null || isBlankLine(bytes)) return null;
  return { start, end: start + length, bytes, utf8: isUtf8(bytes) };
}

function readLastOrdinal(path: string): number {
  for (const line of reverseLines({ path })) {
    const ordinal = ordinalOf(line);
    if (ordinal === undefined) continue;
    if (ordinal !== null) return ordinal;
    throw new RolloutError({
      code: 'no_ordinal',
      path,
      found: `has a last record (at byte ${line.start}) without an ordinal, though it is paginated`,
      hint: 'It can be read, but nothing can be appended to it; start a new thread',
    });
  }
  throw new Error(`${path}: its first record was there a moment ago`);
}

/** Undefined for a line that holds no record. */
function ordinalOf({ bytes, utf8 }: FramedLine): number | null | undefined {
  if (bytes === null || !utf8 || isBlankLine(bytes)) return undefined;
  const line = decodeLine(bytes.toString('utf8'));
  return line.kind === 'record' || line.kind === 'retired' ? line.ordinal : undefined;
}

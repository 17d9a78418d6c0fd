/** Records to the bytes of their lines. Which records are written is for the persistence policy. */

import type { RolloutRecord } from '../../events/decode-line.js';
import { encodeLine } from '../../events/encode-line.js';
import { formatTimestamp } from '../../events/format-timestamp.js';
import { RolloutError } from '../rollout-error.js';

export interface LinesToEncode {
  records: readonly RolloutRecord[];
  /** Of the first line; null in a legacy rollout. */
  firstOrdinal: number | null;
  /** Unix milliseconds, for all lines. */
  now: number;
  /** The rollout, named in errors. */
  path: string;
}

/**
 * The lines, each with its newline.
 * @throws RolloutError `ordinal_overflow` when the ordinals, or the one after them, can no longer be counted exactly
 */
export function encodeLines({ records, firstOrdinal, now, path }: LinesToEncode): Buffer {
  if (firstOrdinal !== null && firstOrdinal + records.length > Number.MAX_SAFE_INTEGER) {
    throw new RolloutError({
      code: 'ordinal_overflow',
      path,
      found: `has no ordinals left after ${firstOrdinal}`,
      hint: 'Fork the thread at an earlier turn, or start a new one',
    });
  }
  const timestamp = formatTimestamp(now);
  const lines = records.map((record, index) =>
    encodeLine({ timestamp, ordinal: firstOrdinal === null ? null : firstOrdinal + index, record }),
  );
  return Buffer.from(`${lines.join('\n')}\n`);
}

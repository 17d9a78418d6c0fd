/** Holds a checkpoint against the file it names and against the fold of that file. */

import type { RolloutSource } from '../../projector/rollout-source.js';
import { WINDOW_BYTES } from '../../projector/tail-window.js';
import { digestSpan } from '../../rollout/index.js';
import type { CheckpointRow } from '../../store/checkpoint.js';
import type { RolloutFold } from './fold-rollout.js';
import type { Difference } from './verify-report.js';

/** What a checkpoint may say of its file. */
const KNOWN_GONE = new Set([null, 'vanished', 'shrank']);

export interface CheckpointComparison {
  columns: Difference['columns'];
  /** The text before the offset is the one that was projected, as far as the digests tell. */
  sameText: boolean;
}

/**
 * Compares every column but those that tell how the file was last seen: those can only be out of date.
 *
 * @throws RolloutError when the file cannot be read
 */
export function compareCheckpoint(
  checkpoint: CheckpointRow,
  source: RolloutSource,
  fold: RolloutFold,
): CheckpointComparison {
  const { path } = source;
  const { nextOrdinal, state, unrecognisedItems } = fold.reducedTo();
  const end = checkpoint.next_rollout_byte_offset;
  const { head_bytes: headBytes, tail_bytes: tailBytes } = checkpoint;
  const head = digestSpan({ path, from: 0, to: headBytes });
  // More than there is before the end would be no span.
  const tail = tailBytes <= end ? digestSpan({ path, from: end - tailBytes, to: end }) : null;
  const columns: Difference['columns'] = [];
  const compare = (column: keyof CheckpointRow, expected: string | number | null): void => {
    const stored = checkpoint[column];
    if (stored !== expected) columns.push({ column, stored, expected });
  };
  compare('next_rollout_byte_offset', fold.offset);
  compare('next_rollout_ordinal', nextOrdinal);
  compare('reducer', source.reducer);
  compare('reducer_state', state);
  compare('unrecognised_items', unrecognisedItems);
  compare('head_bytes', Math.min(end, WINDOW_BYTES));
  compare('head_digest', head);
  // Its length depends on how much was read at a time.
  if (tail === null) compare('tail_bytes', Math.min(end, WINDOW_BYTES));
  else compare('tail_digest', tail);
  if (!KNOWN_GONE.has(checkpoint.source_gone)) compare('source_gone', null);
  return { columns, sameText: head === checkpoint.head_digest && tail === checkpoint.tail_digest };
}

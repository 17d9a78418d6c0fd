/** Finds where in the plain text the records lie that made certain rows; asked only for rows that differ. */
import type { LineOutcome } from '../../projector/line-outcome.js';
import { readBatches } from '../../projector/read-batches.js';
import { startPosition } from '../../projector/read-position.js';
import type { RolloutSource } from '../../projector/rollout-source.js';

const BATCH_BYTES = 256 * 1024;

/**
 * Offsets of the lines with these ordinals; in legacy rollouts ordinals are counts of records. Ordinals that no row could
 * come from are left out.
 */
export function locateRecords(
  source: RolloutSource,
  to: number,
  ordinals: ReadonlySet<number>,
): Map<number, number> {
  const found = new Map<number, number>();
  const position = startPosition(source);
  let records = 0;
  for (const { outcomes } of readBatches({ source, offset: 0, position, batchBytes: BATCH_BYTES, to })) {
    for (const outcome of outcomes) {
      for (const ordinal of ordinalsOf(outcome, records)) {
        if (ordinals.has(ordinal) && !found.has(ordinal)) found.set(ordinal, outcome.start);
      }
      records += recordsOf(outcome);
    }
    if (found.size === ordinals.size) break;
  }
  return found;
}

function ordinalsOf({ write }: LineOutcome, records: number): number[] {
  switch (write?.kind) {
    case 'rows':
    case 'recover':
      return [write.ordinal];
    case 'unrecognised':
      return [write.row.rollout_ordinal];
    case 'records':
      return write.records.map((_, index) => records + index);
    default:
      return [];
  }
}

function recordsOf({ write }: LineOutcome): number {
  if (write?.kind === 'records') return write.records.length;
  return write?.kind === 'passing' ? 1 : 0;
}

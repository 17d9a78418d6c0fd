/** Cuts a log before or after a turn that is named by its id. */
import type { RolloutRecord } from '../events/decode-line.js';
import { dropRolledBackTurns } from './standing-turns.js';
import { TruncationError } from './truncation-error.js';

/**
 * The records up to the end of a turn. What follows its end and belongs to no turn is left out.
 *
 * @throws TruncationError `turn_not_found`, also for turns that were rolled back or that no record begins (spec:
 * model-context §8); `turn_in_progress`
 */
export function truncateAfterTurn(records: readonly RolloutRecord[], turnId: string): RolloutRecord[] {
  const { end } = findTurn(records, turnId);
  if (end === null) throw new TruncationError('turn_in_progress', turnId);
  return records.slice(0, end + 1);
}

/**
 * The records before the start of a turn, which may be in progress.
 *
 * @throws TruncationError `turn_not_found`
 */
export function truncateBeforeTurn(records: readonly RolloutRecord[], turnId: string): RolloutRecord[] {
  return records.slice(0, findTurn(records, turnId).start);
}

function findTurn(records: readonly RolloutRecord[], turnId: string): { start: number; end: number | null } {
  const turn = dropRolledBackTurns(records).findLast((standing) => standing.turnId === turnId);
  if (turn === undefined) throw new TruncationError('turn_not_found', turnId);
  return turn;
}

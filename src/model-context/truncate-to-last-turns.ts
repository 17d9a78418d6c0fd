/** Keeps the newest turns of a log alone, for a sub-agent that is to know only these. */
import type { RolloutRecord } from '../events/decode-line.js';
import { forkTurnPositions } from './request-positions.js';

/**
 * The records from the beginning of the `count`-th last turn on; from the first turn when there are fewer, so that what is
 * told at the start of a thread never comes along. Nothing without a turn (spec: model-context §8).
 */
export function truncateToLastTurns(records: readonly RolloutRecord[], count: number): RolloutRecord[] {
  if (count === 0) return [];
  const positions = forkTurnPositions(records);
  const start = positions[Math.max(positions.length - count, 0)];
  return start === undefined ? [] : records.slice(start);
}

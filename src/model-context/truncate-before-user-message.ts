/** Cuts a log before one of the user's messages, for a fork that asks something else there. */
import type { RolloutRecord } from '../events/decode-line.js';
import { userMessagePositions } from './request-positions.js';

/**
 * The records before the `n`-th message of the user, counted from 0, rolled back ones left out (spec: model-context §8). All
 * records when there are no more than `n`; of a log that ends in the middle of a turn then those before that turn.
 *
 * @param n Infinity keeps everything
 */
export function truncateBeforeUserMessage(records: readonly RolloutRecord[], n: number): RolloutRecord[] {
  if (n === Number.POSITIVE_INFINITY) return [...records];
  const cut = userMessagePositions(records)[n] ?? openTurnStart(records) ?? records.length;
  return records.slice(0, cut);
}

/** Index of the start of the turn that the log ends in; null when it ends between turns. */
export function openTurnStart(records: readonly RolloutRecord[]): number | null {
  for (let index = records.length - 1; index >= 0; index--) {
    const record = records[index];
    if (record?.type !== 'event_msg') continue;
    const { type } = record.payload;
    if (type === 'task_started') return index;
    if (type === 'task_complete' || type === 'turn_aborted') return null;
  }
  return null;
}

/** The records of a whole log that its world state is folded from. */
import type { RolloutRecord } from '../events/decode-line.js';
import { type IsRequest, RollbackWalk } from './rollback-walk.js';
import { stateChangeOf } from './state-change.js';

/** World states and compactions, oldest first, without those of turns that were rolled back. */
export function survivingRecords(records: readonly RolloutRecord[], isRequest: IsRequest): RolloutRecord[] {
  const walk = new RollbackWalk<RolloutRecord>(isRequest);
  const newestFirst: RolloutRecord[] = [];
  for (const record of records.toReversed()) {
    newestFirst.push(...walk.meet(record, stateChangeOf(record) === null ? null : record));
  }
  newestFirst.push(...walk.finish());
  return newestFirst.reverse();
}

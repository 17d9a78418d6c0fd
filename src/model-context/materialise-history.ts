/** Makes the history that the model sees of a base and the records after it (spec: model-context §4). */
import type { RolloutRecord } from '../events/decode-line.js';
import type { Compacted } from '../events/record/compacted.js';
import { dropLastTurns } from './drop-last-turns.js';
import { type HistoryItem, isHistoryItem, toHistoryItem } from './history-item.js';
import { summarisedHistory } from './summarised-history.js';

export interface MaterialisedHistory {
  history: HistoryItem[];
  /** Something on the way made what the model was told before worthless. */
  clearsReference: boolean;
}

/**
 * @param base what the history begins with
 * @param records all after the base, oldest first
 */
export function materialiseHistory(
  base: Compacted | null,
  records: readonly RolloutRecord[],
): MaterialisedHistory {
  let history = base === null ? [] : replacementOf(base);
  let clearsReference = false;
  for (const record of records) {
    if (record.type === 'compacted') {
      // One with a history is of a turn that was rolled back, or it would be the base.
      if (record.payload.replacement_history != null) continue;
      history = summarisedHistory(history, record.payload.message);
      clearsReference = true;
    } else if (record.type === 'event_msg' && record.payload.type === 'thread_rolled_back') {
      const dropped = dropLastTurns(history, record.payload.num_turns);
      history = dropped.history;
      clearsReference ||= dropped.clearsReference;
    } else {
      const item = toHistoryItem(record);
      if (item !== null) history.push(item);
    }
  }
  return { history, clearsReference };
}

function replacementOf({ replacement_history, replacement_history_metadata }: Compacted): HistoryItem[] {
  return (replacement_history ?? []).flatMap((item, index) =>
    isHistoryItem(item) ? [{ item, metadata: replacement_history_metadata?.[index] ?? null }] : [],
  );
}

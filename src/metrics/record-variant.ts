/** Names the exact kind of a record for the labels of a metric. */
import type { RolloutRecord } from '../events/record/rollout-record.js';

/** The kinds from the outside in; '' where a record has no such level. */
export interface RecordVariant {
  record: string;
  /** Of an event. */
  event: string;
  /** Of the turn item in an event, of a response item, of a realtime item. */
  item: string;
}

export function recordVariant({ type, payload }: RolloutRecord): RecordVariant {
  switch (type) {
    case 'event_msg': {
      const carriesItem = payload.type === 'item_completed' || payload.type === 'item_started';
      return { record: type, event: payload.type, item: carriesItem ? payload.item.type : '' };
    }
    case 'response_item':
    case 'realtime_item':
      return { record: type, event: '', item: payload.type };
    default:
      return { record: type, event: '', item: '' };
  }
}

/** Which records take their time from the line that carries them (spec projection §4.3, §4.4). */
import type { RolloutRecord } from '../../events/decode-line.js';

/** True for an item without a start time of its own, and for realtime items. */
export function needsLineTime(record: RolloutRecord): boolean {
  if (record.type === 'realtime_item') return true;
  if (record.type !== 'event_msg' || record.payload.type !== 'item_completed') return false;
  return typeof record.payload.started_at_ms !== 'number';
}

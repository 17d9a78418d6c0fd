/**
 * The items that readers see of a rollout, from its lines: before and after a conversion. A hundred bytes or so an item are held; of the
 * lines none.
 */
import { toThreadItem } from '../../../events/to-thread-item/to-thread-item.js';
import type { SourceLine } from './conversion.js';
import { LegacyReading } from './legacy-reading.js';
import { emptyReport } from './report.js';
import { sourceRecords } from './source-record.js';
import { type VisibleItem, visibleItem } from './visible-item.js';

/** Of a legacy rollout, in the order in which they came up; what was rolled back is not among them. */
export function itemsOfLegacy(lines: Iterable<SourceLine>): VisibleItem[] {
  const reading = new LegacyReading(visibleItem);
  for (const { record, index } of sourceRecords(lines, emptyReport())) reading.take(record, index);
  return reading.items().map(({ note }) => note);
}

/** Of a paginated rollout, in the order in which they came up; a repeated item shows its newest form. */
export function itemsOfPaginated(lines: Iterable<SourceLine>): VisibleItem[] {
  const items = new Map<string, VisibleItem>();
  for (const { record } of sourceRecords(lines, emptyReport())) {
    if (record.type !== 'event_msg' || record.payload.type !== 'item_completed') continue;
    const { turn_id: turnId, item } = record.payload;
    items.set(JSON.stringify([turnId, item.id]), visibleItem(toThreadItem(item)));
  }
  return [...items.values()];
}

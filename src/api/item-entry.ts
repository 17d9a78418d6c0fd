/**
 * Item rows as readers get them. The stored JSON is passed on as text with the two times spliced in, so a page of items is
 * never parsed and no digit of it changes.
 */
import { RawJson } from '../events/json/raw-json.js';
import type { ThreadItem } from '../events/thread-item/thread-item.js';
import type { StoredItem } from '../store/page-items.js';
import { parseStored } from './parse-stored.js';

/** One item of a page of items. */
export interface ItemEntry {
  turnId: string;
  item: RawJson<ThreadItem>;
  /** True when its output was left out on request and can be read by id. */
  outputDeferred?: true;
  /** Unix milliseconds; null when the log does not say. */
  startedAtMs: number | null;
  completedAtMs: number | null;
}

/** The item of a row, with the times it has in the log (spec corrections 7), and its origin where it was recovered. */
export function itemOf(row: StoredItem): RawJson<ThreadItem> {
  return withTimes(row.item_json, row);
}

/** Splices what only the row knows into the JSON of its item. */
export function withTimes(
  itemJson: string,
  {
    started_at_ms,
    completed_at_ms,
    origin,
  }: Pick<StoredItem, 'started_at_ms' | 'completed_at_ms' | 'origin'>,
): RawJson<ThreadItem> {
  const times = `"startedAtMs":${started_at_ms},"completedAtMs":${completed_at_ms}`;
  const text = `${itemJson.slice(0, -1)},${times}${origin === 'recovered' ? ',"origin":"recovered"' : ''}}`;
  return new RawJson(text, parseStored<ThreadItem>);
}

/** The entry of a row. */
export function itemEntry(row: StoredItem): ItemEntry {
  return {
    turnId: row.turn_id,
    item: itemOf(row),
    startedAtMs: row.started_at_ms,
    completedAtMs: row.completed_at_ms,
  };
}

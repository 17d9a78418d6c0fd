/**
 * What readers see of an item, in as few words as are needed to tell whether another says the same.
 */
import { createHash } from 'node:crypto';
import { parseJson } from '../../../events/json/parse-json.js';
import { stringifyJson } from '../../../events/json/stringify-json.js';
import { ThreadItem } from '../../../events/thread-item/thread-item.js';
import { toThreadItem } from '../../../events/to-thread-item/to-thread-item.js';
import type { ShownItem } from '../../../store/iterate-shown-items.js';
import { turnItemOfRecovered } from './recover/turn-item-of-recovered.js';

export interface VisibleItem {
  readonly id: string;
  readonly type: string;
  /** Of all that is shown but the id and the times: equal for items that say the same. */
  readonly digest: string;
  /** The beginning of what it says, for people. */
  readonly excerpt: string;
  /** The digest of what a recovered item is as a canonical one; null where there is no such item. */
  readonly writtenDigest?: () => string | null;
}

const EXCERPT_CHARACTERS = 80;

/** @param folder of the thread */
export function visibleItem(
  { item_id: id, item_type, item_json, origin }: ShownItem,
  folder: string,
): VisibleItem {
  const named = `"id":${JSON.stringify(id)}`;
  const text = item_json.replace(named, () => '"id":""');
  const visible = { id, type: item_type, digest: digestOf(text), excerpt: text.slice(0, EXCERPT_CHARACTERS) };
  return origin === 'recovered'
    ? { ...visible, writtenDigest: () => writtenDigest(item_json, folder) }
    : visible;
}

function writtenDigest(json: string, folder: string): string | null {
  const item = turnItemOfRecovered(ThreadItem.parse(parseJson(json)), '', folder);
  return item && digestOf(stringifyJson(toThreadItem(item)));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/**
 * What readers see of an item, in as few words as are needed to tell whether another says the same.
 */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../../../events/json/stringify-json.js';
import type { ThreadItem } from '../../../events/thread-item/thread-item.js';

export interface VisibleItem {
  readonly id: string;
  readonly type: string;
  /** Of all that is shown but the id and the times: equal for items that say the same. */
  readonly digest: string;
  /** The beginning of what it says, for people. */
  readonly excerpt: string;
}

const EXCERPT_CHARACTERS = 80;

export function visibleItem(item: ThreadItem): VisibleItem {
  const text = stringifyJson({ ...item, id: '' });
  return {
    id: item.id,
    type: item.type,
    digest: createHash('sha256').update(text).digest('base64'),
    excerpt: text.slice(0, EXCERPT_CHARACTERS),
  };
}

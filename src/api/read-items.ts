/** Items of one turn by their ids (spec reads §4, corrections 16). */
import type Database from 'better-sqlite3';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { findItemInSpan, type StoredItem } from '../store/page-items.js';
import { HistoryError } from './history-error.js';
import { type ItemEntry, itemEntry } from './item-entry.js';
import { MOST_ITEMS } from './list-items.js';
import { spanOf } from './segment-span.js';

export interface ReadItemsOptions {
  turnId: string;
  /** 1 to 100 ids; unknown ones are left out of the answer. */
  itemIds: string[];
  /** Also items that were recovered from what a legacy log tells only in the words of the model. */
  includeRecovered?: boolean | undefined;
}

/**
 * Reads items by id, in log order.
 *
 * @throws HistoryError `invalid_request` for no or too many ids
 */
export function readItems(
  connection: Database.Database,
  lineage: ThreadLineage,
  { turnId, itemIds, includeRecovered = false }: ReadItemsOptions,
): ItemEntry[] {
  if (itemIds.length === 0 || itemIds.length > MOST_ITEMS) {
    throw new HistoryError('invalid_request', `itemIds must contain 1 to ${MOST_ITEMS} IDs`);
  }
  const rows: StoredItem[] = [];
  for (const segment of lineage.segments) {
    for (const itemId of new Set(itemIds)) {
      const row = findItemInSpan(connection, segment.rolloutId, turnId, itemId, spanOf(segment));
      if (row?.origin === 'canonical' || (includeRecovered && row?.origin === 'recovered')) rows.push(row);
    }
  }
  return rows.sort((a, b) => a.rollout_ordinal - b.rollout_ordinal).map(itemEntry);
}

/**
 * One page of occurrences out of the items of a thread. Reading the items, and finding the turn that is shown for each, is left to the
 * caller.
 */
import { findOccurrences, type TextRange } from './find-occurrences.js';

/** An item with its searchable text. */
export interface SearchedItem {
  readonly rolloutOrdinal: number;
  readonly text: string;
}

/** The `index`-th occurrence, from 0, in the item at an ordinal. */
export interface OccurrencePlace {
  readonly rolloutOrdinal: number;
  readonly index: number;
}

export interface Occurrence<Item extends SearchedItem> {
  readonly item: Item;
  readonly match: TextRange;
}

export interface OccurrencePage<Item extends SearchedItem> {
  readonly occurrences: Occurrence<Item>[];
  /** The first occurrence that is not on the page; null when there is none. */
  readonly next: OccurrencePlace | null;
}

export interface PageOccurrencesOptions<Item extends SearchedItem> {
  /** By ascending ordinal, from `from` on. Taken one by one, and no further than the page needs. */
  readonly items: Iterable<Item>;
  readonly term: string;
  readonly limit: number;
  /** Where the page begins; earlier items are skipped. Absent: at the first item. */
  readonly from?: OccurrencePlace | undefined;
}

/**
 * Collects a page. One occurrence more than the limit is looked for, since only that tells whether there is a next page (spec reads
 * §6). A place behind the last occurrence of its item continues with the next item.
 */
export function pageOccurrences<Item extends SearchedItem>({
  items,
  term,
  limit,
  from = { rolloutOrdinal: 0, index: 0 },
}: PageOccurrencesOptions<Item>): OccurrencePage<Item> {
  const occurrences: Occurrence<Item>[] = [];
  for (const item of items) {
    if (item.rolloutOrdinal < from.rolloutOrdinal) continue;
    const skipped = item.rolloutOrdinal === from.rolloutOrdinal ? from.index : 0;
    let index = 0;
    for (const match of findOccurrences(item.text, term)) {
      if (index >= skipped) {
        if (occurrences.length === limit) {
          return { occurrences, next: { rolloutOrdinal: item.rolloutOrdinal, index } };
        }
        occurrences.push({ item, match });
      }
      index++;
    }
  }
  return { occurrences, next: null };
}

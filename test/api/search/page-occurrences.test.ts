import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findOccurrences } from '../../../src/api/search/find-occurrences.js';
import { decodeOccurrenceCursor, encodeOccurrenceCursor } from '../../../src/api/search/occurrence-cursor.js';
import {
  type OccurrencePlace,
  pageOccurrences,
  type SearchedItem,
} from '../../../src/api/search/page-occurrences.js';
import { foldingText } from '../../support/folding-text.js';

const ITEMS: SearchedItem[] = [
  { rolloutOrdinal: 2, text: 'a a a' },
  { rolloutOrdinal: 3, text: 'none' },
  { rolloutOrdinal: 5, text: 'b a a' },
  { rolloutOrdinal: 8, text: 'a' },
];

const places = (items: Iterable<SearchedItem>, limit: number, from?: OccurrencePlace): string[] =>
  pageOccurrences({ items, term: 'a', limit, from }).occurrences.map(
    ({ item, match }) => `${item.rolloutOrdinal}:${match.start}`,
  );

test('a page ends inside an item, and names the occurrence after it', () => {
  const page = pageOccurrences({ items: ITEMS, term: 'a', limit: 2 });
  expect(page.occurrences.map(({ match }) => match.start)).toEqual([0, 2]);
  expect(page.next).toEqual({ rolloutOrdinal: 2, index: 2 });
});

test('there is no next page when the last occurrence just fits', () => {
  expect(pageOccurrences({ items: ITEMS, term: 'a', limit: 6 }).next).toBeNull();
  expect(pageOccurrences({ items: ITEMS, term: 'a', limit: 5 }).next).toEqual({
    rolloutOrdinal: 8,
    index: 0,
  });
});

test('a place continues within its item, or with the next one when the item has fewer occurrences', () => {
  expect(places(ITEMS, 9, { rolloutOrdinal: 2, index: 1 })).toEqual(['2:2', '2:4', '5:2', '5:4', '8:0']);
  expect(places(ITEMS, 2, { rolloutOrdinal: 2, index: 7 })).toEqual(['5:2', '5:4']);
  expect(places(ITEMS, 9, { rolloutOrdinal: 4, index: 1 })).toEqual(['5:2', '5:4', '8:0']);
  expect(places(ITEMS, 9, { rolloutOrdinal: 9, index: 0 })).toEqual([]);
});

test('takes no item beyond the one that tells of a next page', () => {
  let taken = 0;
  function* items(): Generator<SearchedItem> {
    for (const item of ITEMS) {
      taken++;
      yield item;
    }
  }
  places(items(), 2);
  expect(taken).toBe(1);
});

test('pages of any size, joined by their cursors, are all occurrences', () => {
  const thread = fc.array(foldingText({ maxLength: 12 }), { maxLength: 8 });
  const size = fc.integer({ min: 1, max: 9 });
  fc.assert(
    fc.property(thread, foldingText({ minLength: 1, maxLength: 2 }), size, (texts, term, limit) => {
      const items = texts.map((text, index) => ({ rolloutOrdinal: 3 * index + 1, text }));
      const all = items.flatMap((item) =>
        [...findOccurrences(item.text, term)].map((match) => ({ item, match })),
      );
      const search = { threadId: '019cadc6-9a80-7000-8000-5589441de6bb', searchTerm: term };
      let from: OccurrencePlace | undefined;
      for (let shown = 0; shown === 0 || from !== undefined; shown += limit) {
        const { occurrences, next } = pageOccurrences({ items, term, limit, from });
        expect(occurrences).toEqual(all.slice(shown, shown + limit));
        expect(next === null).toBe(shown + limit >= all.length);
        from =
          next === null ? undefined : decodeOccurrenceCursor(encodeOccurrenceCursor(search, next), search);
      }
    }),
  );
});

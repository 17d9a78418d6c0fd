import { expect, test } from 'vitest';
import { decodeOccurrenceCursor, encodeOccurrenceCursor } from '../../../src/api/search/occurrence-cursor.js';

const SEARCH = { threadId: '019cadc6-9a80-7000-8000-5589441de6bb', searchTerm: 'high "water"' };
const FIELDS = { ...SEARCH, nextRolloutOrdinal: 37, nextOccurrenceIndex: 3 };

test('is compact JSON with its keys in order', () => {
  expect(encodeOccurrenceCursor(SEARCH, { rolloutOrdinal: 37, index: 3 })).toBe(
    '{"threadId":"019cadc6-9a80-7000-8000-5589441de6bb","searchTerm":"high \\"water\\"","nextRolloutOrdinal":37,"nextOccurrenceIndex":3}',
  );
});

test('is read for the thread and the term it was made for', () => {
  const place = { rolloutOrdinal: 37, index: 3 };
  expect(decodeOccurrenceCursor(JSON.stringify(FIELDS), SEARCH)).toEqual(place);
  expect(decodeOccurrenceCursor(JSON.stringify({ ...FIELDS, more: 1 }), SEARCH)).toEqual(place);
});

test.each([
  ['', '{', 'null', '[]', '37'],
  [
    { ...FIELDS, threadId: 'another' },
    { ...FIELDS, searchTerm: 'High "water"' },
  ],
  [
    { ...FIELDS, nextRolloutOrdinal: -1 },
    { ...FIELDS, nextRolloutOrdinal: '37' },
  ],
  [
    { ...FIELDS, nextOccurrenceIndex: -1 },
    { ...FIELDS, nextOccurrenceIndex: 1.5 },
  ],
  [
    { ...FIELDS, nextOccurrenceIndex: undefined },
    { ...FIELDS, searchTerm: null },
  ],
])('anything else is an invalid cursor: %j', (...cursors) => {
  for (const cursor of cursors) {
    const text = typeof cursor === 'string' ? cursor : JSON.stringify(cursor);
    expect(() => decodeOccurrenceCursor(text, SEARCH)).toThrow(
      expect.objectContaining({ code: 'invalid_request', message: `invalid cursor: ${text}` }),
    );
  }
});

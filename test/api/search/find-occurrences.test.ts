import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findOccurrences } from '../../../src/api/search/find-occurrences.js';
import { foldCase } from '../../../src/api/search/fold-case.js';
import { foldingText } from '../../support/folding-text.js';

const ranges = (text: string, term: string): [number, number][] =>
  [...findOccurrences(text, term)].map(({ start, end }) => [start, end]);

test('matches literally, without overlaps, from left to right', () => {
  expect(ranges('aaaaa', 'aa')).toEqual([
    [0, 2],
    [2, 4],
  ]);
  expect(ranges('a.b axb', 'a.b')).toEqual([[0, 3]]);
  expect(ranges('x  y\n\nz', '  y\n')).toEqual([[1, 5]]);
  expect(ranges('🚀🚀 x 🚀', '🚀')).toEqual([
    [0, 2],
    [2, 4],
    [7, 9],
  ]);
});

test('finds nothing for an empty term or half a surrogate pair', () => {
  expect(ranges('abc', '')).toEqual([]);
  expect(ranges('🚀', '\ud83d')).toEqual([]);
  expect(ranges('🚀İ', '\ude80')).toEqual([]);
});

describe('case folding', () => {
  test.each([
    ['ΟΔΟΣ ΟΔΟΣα', 'οδος', [0, 4, 5, 9]],
    ['Σ ς σ', 'ς', [0, 1, 2, 3, 4, 5]],
    ['GROẞ groß gross', 'gross', [0, 4, 5, 9, 10, 15]],
    ['aK', 'AK', [0, 2]],
    ['ſharp', 'sharp', [0, 5]],
    ['µ', 'μ', [0, 1]],
    ['ꭰ', 'Ꭰ', [0, 1]],
    ['𐐀29', '𐐨29', [0, 4]],
    ['ᾳ', 'αι', [0, 1]],
    ['ΐ', 'ΐ', [0, 1]],
    ['ŉ', 'ʼN', [0, 1]],
    ['ﬅ', 'ﬆ', [0, 1]],
  ])('in %j there is %j', (text, term, bounds) => {
    expect(ranges(text, term).flat()).toEqual(bounds);
  });

  test('a dotted capital I is an i with a dot above, and a dotless i is nothing else', () => {
    expect(ranges('İstanbul', 'i̇stanbul')).toEqual([[0, 8]]);
    expect(ranges('i̇stanbul', 'İ')).toEqual([[0, 2]]);
    expect(ranges('İstanbul', 'istanbul')).toEqual([]);
    expect(ranges('ı', 'I')).toEqual([]);
    expect(ranges('I', 'ı')).toEqual([]);
  });

  test('keeps composed and decomposed characters apart', () => {
    expect(ranges('e\u0301', 'É')).toEqual([]);
    expect(ranges('é', 'É')).toEqual([[0, 1]]);
  });

  test('takes a character whole when only a part of its folded form matches, and takes it once', () => {
    expect(ranges('xİİy', 'i')).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(ranges('xİİy', '\u0307i')).toEqual([[1, 3]]);
    expect(ranges('aﬃ', 'f')).toEqual([[1, 2]]);
    expect(ranges('ßs', 'ss')).toEqual([[0, 1]]);
    expect(ranges('sß', 'ss')).toEqual([[0, 2]]);
    expect(ranges('ﬃﬃ', 'fif')).toEqual([[0, 2]]);
  });
});

describe('laws', () => {
  test('every occurrence, cut out of the text, folds to something that holds the folded term', () => {
    fc.assert(
      fc.property(foldingText(), foldingText({ maxLength: 3 }), (text, term) => {
        for (const { start, end } of findOccurrences(text, term)) {
          expect(foldCase(text.slice(start, end)).folded).toContain(foldCase(term).folded);
        }
      }),
    );
  });

  test('occurrences never overlap and never part a surrogate pair', () => {
    fc.assert(
      fc.property(foldingText(), foldingText({ maxLength: 3 }), (text, term) => {
        let free = 0;
        for (const { start, end } of findOccurrences(text, term)) {
          expect(start).toBeGreaterThanOrEqual(free);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).not.toMatch(/\p{Surrogate}/u);
          free = end;
        }
      }),
    );
  });

  test('what is between the occurrences holds the term no more', () => {
    fc.assert(
      fc.property(foldingText(), foldingText({ minLength: 1, maxLength: 3 }), (text, term) => {
        let free = 0;
        for (const { start, end } of [
          ...findOccurrences(text, term),
          { start: text.length, end: text.length },
        ]) {
          expect(foldCase(text.slice(free, start)).folded).not.toContain(foldCase(term).folded);
          free = end;
        }
      }),
    );
  });

  test('where no character changes its length, an occurrence is the term but for its case', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', 'B', 'b', 'é', 'É', '潮', '🚀', ' ') });
    fc.assert(
      fc.property(plain, plain, (text, term) => {
        for (const { start, end } of findOccurrences(text, term)) {
          expect(text.slice(start, end).toLowerCase()).toBe(term.toLowerCase());
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileContentTerm } from '../../../src/api/search/content-term.js';
import { requireSearchTerm } from '../../../src/api/search/search-term.js';
import { foldingText } from '../../support/folding-text.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const line = (text: string): Uint8Array => bytes(JSON.stringify({ text }));

describe('a line', () => {
  test.each([
    ['needle', 'a NEEDLE b'],
    ['"needle"', 'a "needle" b'],
    ['\\needle\\', '\\NEEDLE\\'],
    ['\u001bneedle', 'a \u001bneedle'],
    ['a\tb', 'a\tb'],
    ['kelvin', '\u212aelvin'],
    ['Sharp', '\u017fharp'],
    ['GROẞ', 'groß'],
    ['潮位', 'a 潮位 b'],
    ['🚀', 'a 🚀'],
    ['a.b*(c)', 'a.b*(c)'],
  ])('may show %j when it holds %j', (term, text) => {
    expect(compileContentTerm(term).mayOccurIn(line(text))).toBe(true);
  });

  test.each([
    ['needle', 'nee dle'],
    ['a.b', 'axb'],
    ['a  b', 'a b'],
    ['潮位', '潮 位'],
    ['gross', 'groß'],
    ['istanbul', 'İstanbul'],
  ])('cannot show %j when it holds %j', (term, text) => {
    expect(compileContentTerm(term).mayOccurIn(line(text))).toBe(false);
  });

  test('of another writer may spell the term in escapes', () => {
    expect(compileContentTerm('潮位').mayOccurIn(bytes('{"text":"\\u6f6e\\u4f4d"}'))).toBe(true);
    expect(compileContentTerm('潮位').mayOccurIn(bytes('{"text":"\\u001b[0m"}'))).toBe(false);
  });

  test('need not be valid UTF-8', () => {
    expect(compileContentTerm('needle').mayOccurIn(Uint8Array.of(0xff, ...bytes('needle'), 0xc3))).toBe(true);
    expect(compileContentTerm('é').mayOccurIn(Uint8Array.of(0xff, ...bytes('needle'), 0xc3))).toBe(false);
  });
});

test('the first occurrence in a text is found, literally and whatever the case', () => {
  const find = (term: string, text: string) => compileContentTerm(term).findIn(text);
  expect(find('b.', 'abxB.b.')).toEqual({ start: 3, end: 5 });
  expect(find('[x](', 'a [X](')).toEqual({ start: 2, end: 6 });
  expect(find('οδος', 'ΟΔΟΣ')).toEqual({ start: 0, end: 4 });
  expect(find('gross', 'groß')).toBeNull();
  expect(find('istanbul', 'İstanbul')).toBeNull();
});

test('what is found in a text may occur in the line that holds the text', () => {
  fc.assert(
    fc.property(foldingText(), foldingText({ minLength: 1, maxLength: 3 }), (text, term) => {
      const compiled = compileContentTerm(term);
      if (compiled.findIn(text) !== null) expect(compiled.mayOccurIn(line(text))).toBe(true);
    }),
  );
});

test('any part of any text is found in it', () => {
  const parts = fc.string({ unit: 'grapheme', minLength: 1 }).chain((text) => {
    const characters = [...text];
    return fc.tuple(
      fc.constant(text),
      fc
        .nat(characters.length - 1)
        .chain((from) =>
          fc
            .integer({ min: from + 1, max: characters.length })
            .map((to) => characters.slice(from, to).join('')),
        ),
    );
  });
  fc.assert(
    fc.property(parts, ([text, term]) => {
      const compiled = compileContentTerm(term);
      expect(compiled.mayOccurIn(line(text))).toBe(true);
      expect(compiled.findIn(text)?.start).toBeLessThanOrEqual(text.indexOf(term));
    }),
  );
});

test('a term is at most 1000 code units long', () => {
  for (const unit of ['k', 'é', '\u0001', '"']) {
    expect(compileContentTerm(unit.repeat(1000)).mayOccurIn(line(unit.repeat(1000)))).toBe(true);
  }
  expect(() => compileContentTerm('k'.repeat(1001))).toThrow(
    expect.objectContaining({ code: 'invalid_request' }),
  );
});

test('a term must not be blank', () => {
  expect(requireSearchTerm(' a b\n', 'thread/search')).toBe('a b');
  expect(requireSearchTerm('\ufeff', 'thread/search')).toBe('\ufeff');
  for (const blank of ['', ' \t\n', '\u0085\u2028']) {
    expect(() => requireSearchTerm(blank, 'thread/search')).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        message: 'thread/search requires a non-empty searchTerm',
      }),
    );
  }
});

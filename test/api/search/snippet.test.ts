import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findOccurrences, type TextRange } from '../../../src/api/search/find-occurrences.js';
import { cutOccurrenceSnippet, cutRolloutSnippet } from '../../../src/api/search/snippet.js';
import { foldingText } from '../../support/folding-text.js';

/** A text with `q` in the middle, and where that is. */
const around = (before: string, after: string): [string, TextRange] => [
  `${before}q${after}`,
  { start: before.length, end: before.length + 1 },
];

test('a text that fits is shown whole', () => {
  const [text, match] = around('a'.repeat(49), 'b'.repeat(96));
  expect(cutOccurrenceSnippet(text, match)).toEqual({
    snippet: text,
    snippetMatchRange: { start: 49, end: 50 },
  });
  expect(cutRolloutSnippet(text, match)).toBe(text);
});

test('a longer one is cut to 49 characters before and 96 after', () => {
  const [text, match] = around('a'.repeat(50), 'b'.repeat(97));
  const cut = `... ${'a'.repeat(49)}q${'b'.repeat(96)} ...`;
  expect(cutOccurrenceSnippet(text, match)).toEqual({
    snippet: cut,
    snippetMatchRange: { start: 53, end: 54 },
  });
  expect(cutRolloutSnippet(text, match)).toBe(cut);
});

test('characters are counted, UTF-16 code units are reported', () => {
  const [text, match] = around('🚀'.repeat(50), '🚀'.repeat(97));
  expect(cutOccurrenceSnippet(text, match)).toEqual({
    snippet: `... ${'🚀'.repeat(49)}q${'🚀'.repeat(96)} ...`,
    snippetMatchRange: { start: 102, end: 103 },
  });
});

test('the match itself is never cut', () => {
  const text = `${'a'.repeat(100)}${'q'.repeat(300)}`;
  expect(cutOccurrenceSnippet(text, { start: 100, end: 400 })).toEqual({
    snippet: `... ${'a'.repeat(49)}${'q'.repeat(300)}`,
    snippetMatchRange: { start: 53, end: 353 },
  });
});

test('white space at the ends stays in the one snippet and goes from the other', () => {
  const [text, match] = around(`a ${'b'.repeat(48)}`, `${'c'.repeat(95)} d`);
  expect(cutOccurrenceSnippet(text, match).snippet).toBe(`...  ${'b'.repeat(48)}q${'c'.repeat(95)}  ...`);
  expect(cutRolloutSnippet(text, match)).toBe(`... ${'b'.repeat(48)}q${'c'.repeat(95)} ...`);
});

test('the range cuts the match out of the snippet', () => {
  fc.assert(
    fc.property(
      foldingText({ maxLength: 300 }),
      foldingText({ minLength: 1, maxLength: 2 }),
      (text, term) => {
        for (const match of findOccurrences(text, term)) {
          const { snippet, snippetMatchRange } = cutOccurrenceSnippet(text, match);
          expect(snippet.slice(snippetMatchRange.start, snippetMatchRange.end)).toBe(
            text.slice(match.start, match.end),
          );
          expect(snippet).not.toMatch(/\p{Surrogate}/u);
        }
      },
    ),
  );
});

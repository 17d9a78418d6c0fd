import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, ellipsize, fitStart } from '../../../src/cli/render/display-width.js';
import { lineWidth, type StyledLine, span } from '../../../src/cli/render/styled-line.js';
import { breakAnywhere, cutLine, wrapLine } from '../../../src/cli/render/wrap-line.js';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'word', ' ', '  ', '漢', '字', '🚀', '👩‍👩‍👧', 'é', 'e\u0301', 'ﾊﾟ', '。'),
  maxLength: 40,
});
const styled = fc
  .array(text, { maxLength: 4 })
  .map((parts) => parts.map((part, index) => span(part, ...(index % 2 ? ['bold' as const] : []))));
const width = fc.integer({ min: 4, max: 30 });
const plain = (line: StyledLine): string => line.map((part) => part.text).join('');

describe('wrapLine', () => {
  it('never passes the width', () => {
    fc.assert(
      fc.property(styled, width, (line, columns) =>
        wrapLine(line, columns).every((own) => lineWidth(own) <= columns),
      ),
    );
  });

  it('loses and adds nothing but blanks', () => {
    fc.assert(
      fc.property(styled, width, (line, columns) => {
        const wrapped = wrapLine(line, columns).map(plain).join('');
        expect(wrapped.replaceAll(' ', '')).toBe(plain(line).replaceAll(' ', ''));
      }),
    );
  });

  it('breaks at words, and between wide characters', () => {
    const lines = wrapLine([span('one two three '), span('潮位表に抜けがある', 'bold')], 12);
    expect(lines.map(plain)).toEqual(['one two', 'three 潮位表', 'に抜けがある']);
  });

  it('keeps a word together whose style changes in its middle', () => {
    const lines = wrapLine([span('aaa bb'), span('bb', 'bold'), span(' c')], 6);
    expect(lines.map(plain)).toEqual(['aaa', 'bbbb c']);
  });
});

describe('breakAnywhere', () => {
  it('never passes the width and keeps every character', () => {
    fc.assert(
      fc.property(styled, width, (line, columns) => {
        const lines = breakAnywhere(line, columns);
        expect(lines.every((own) => lineWidth(own) <= columns)).toBe(true);
        expect(lines.map(plain).join('')).toBe(plain(line));
      }),
    );
  });
});

describe('cutLine', () => {
  it('fits, and says when something is missing', () => {
    fc.assert(
      fc.property(styled, width, (line, columns) => {
        const cut = cutLine(line, columns);
        expect(lineWidth(cut)).toBeLessThanOrEqual(columns);
        expect(plain(cut).endsWith('…')).toBe(lineWidth(line) > columns);
      }),
    );
  });
});

describe('display width', () => {
  it.each([
    ['abc', 3],
    ['潮位', 4],
    ['🚀', 2],
    ['👩‍👩‍👧', 2],
    ['e\u0301', 1],
    ['한글', 4],
    ['ﾊ', 1],
    ['', 0],
  ])('%s takes %i columns', (given, columns) => {
    expect(displayWidth(given)).toBe(columns);
  });

  it('cuts between characters, never through one', () => {
    expect(fitStart('潮位表', 3)).toBe('潮');
    expect(ellipsize('潮位表', 5)).toBe('潮位…');
    expect(ellipsize('abc', 3)).toBe('abc');
  });
});

describe('a line of a megabyte', () => {
  it('is broken and cut in time that grows with the text, not with its square', () => {
    const long = [span('漢🚀é'.repeat(100_000))];
    const started = performance.now();
    expect(breakAnywhere(long, 80).length).toBeGreaterThan(5_000);
    expect(lineWidth(cutLine(long, 80))).toBe(80);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

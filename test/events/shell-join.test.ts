import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellJoin } from '../../src/events/to-thread-item/shell-join.js';

/** Splits a command line as a POSIX shell would, for lines made of quotes and bare characters alone. */
function shellSplit(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (const [, blank, single, double, bare] of line.matchAll(
    /( )|'([^']*)'|"((?:[^"\\]|\\.)*)"|([^ '"])/gsu,
  )) {
    if (blank !== undefined) {
      words.push(word ?? '');
      word = null;
    } else {
      word = (word ?? '') + (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? bare ?? '');
    }
  }
  return word === null ? words : [...words, word];
}

const char = fc.constantFrom(...`ab09 '"\\$\`!^~#=%-_./:@+,[]{}()*?<>|&;\t\né漢🚀`);
const word = fc.string({ unit: char, maxLength: 12 });

describe('shellJoin', () => {
  it('is undone by a shell', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
        expect(shellSplit(shellJoin(words))).toEqual(words);
      }),
    );
  });

  it.each([
    ['', "''"],
    ['abc-XYZ_09./:@+]', 'abc-XYZ_09./:@+]'],
    ['hello world', "'hello world'"],
    ['a=b', "'a=b'"],
    ['a,b', "'a,b'"],
    ['漢', "'漢'"],
    ['$(x)', "'$(x)'"],
    ["it's", `"it's"`],
    ['a\\b', '"a\\\\b"'],
    [`a'b"c`, `"a'b\\"c"`],
    ["it's $x", `"it's "'$x'`],
    ["$'", `'$'"'"`],
    ["!\\'$", `'!'"\\\\'"'$'`],
    ['^a', "'^a'"],
    ['a^b', "a'^b'"],
    ['^^', "'^''^'"],
    ["^'", `'^'"'"`],
    ["a'b^c", `"a'b"'^c'`],
  ])('writes %j as %s', (plain, quoted) => {
    expect(shellJoin([plain])).toBe(quoted);
  });

  it('puts one space between words, and keeps empty ones', () => {
    expect(shellJoin(['a', '', 'b c'])).toBe("a '' 'b c'");
    expect(shellJoin([])).toBe('');
  });

  it('shows a notice for what no shell can hold', () => {
    expect(shellJoin(['echo', 'a\0b'])).toBe('<command included NUL byte>');
  });
});

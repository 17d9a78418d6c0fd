import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from '../../../src/api/search/render-markdown.js';

describe('keeps text, code and HTML, and drops the rest', () => {
  test.each([
    ['a *em* **st** `code` [l](http://x "t") <b>i</b>', 'a em st code l <b>i</b>'],
    ['***bi*** _**x**_ foo_bar_baz a*b*c', 'bi x foo_bar_baz abc'],
    ['![alt *x*](u "title") [![img](a)](b)', 'alt x img'],
    ['[ref]: http://x "title"\n\n[ref] [ref][] [t][ref] [none]', 'ref ref t [none]'],
    ['<http://a.b/%C3%A4> <a%20@b.cd> https://bare.link', 'http://a.b/%C3%A4 a%20@b.cd https://bare.link'],
    ['[x](javascript:go())', 'x'],
    ['a&amp;b &copy; &#65; &bogus; \\* esc \\ape', 'a&b © A &bogus; * esc \\ape'],
    ['`` a ` b ``', 'a ` b'],
    ['<div>\nblock *x*\n</div>\n\nafter <!-- c -->', '<div> block *x* </div> after <!-- c -->'],
    ['**注意：**🚀 **“q”**b', '注意：🚀 **“q”**b'],
  ])('%j', (markdown, text) => {
    expect(renderMarkdown(markdown)).toBe(text);
  });
});

describe('block ends, breaks and rules become one space', () => {
  test.each([
    ['# H1 *x* #\ntext', 'H1 x text'],
    ['Setext\n===\ntext\n---\nu', 'Setext text u'],
    ['one  \ntwo\\\nthree\nfour\r\nfive', 'one two three four five'],
    ['a\n\n---\n\nb\n***\nc', 'a b c'],
    ['> quote\n> more\n\nlast', 'quote more last'],
    ['1. one\n2. two\n   - nested\n     para\n\n   second', 'one two nested para second'],
    ['```js\nlet *x* = 1;\n\nlet y;\n```\nafter', 'let *x* = 1; let y; after'],
    ['    indented code\n    more\n\nx', 'indented code more x'],
    ['```\nunclosed', 'unclosed'],
    ['a\u00a0\u2028b\u0085c\u200bd\ufeffe', 'a b c\u200bd\ufeffe'],
    ['', ''],
  ])('%j', (markdown, text) => {
    expect(renderMarkdown(markdown)).toBe(text);
  });

  test('except after the text of a tight list item, which runs into the block that follows', () => {
    expect(renderMarkdown('- a\n  ```\n  code\n  ```\n- b')).toBe('acode b');
    expect(renderMarkdown('- a\n\n  ```\n  code\n  ```\n- b')).toBe('a code b');
  });
});

test.each([
  '| a | b | |---|---| | 1 | 2 |',
  '~~strike~~ H~2~O x^2^ ==m==',
  '[ ] todo [x] done',
  '[^1] a [^1]: footnote',
  '"smart" -- quotes... $math$ :smile: [[wiki]]',
])('knows no extensions: %j', (text) => {
  expect(renderMarkdown(text)).toBe(text);
});

test('a text of brackets is rendered in time, and does not exhaust the stack', () => {
  for (const part of ['[', '![', '>', '- ', '*a ', '`', '<!--', '[a](']) {
    const started = performance.now();
    renderMarkdown(part.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(5_000);
  }
});

test('the result is one line of words', () => {
  const part = fc.constantFrom(
    'a',
    '*',
    '_',
    '`',
    '[',
    '](u)',
    '<b>',
    '>',
    '- ',
    '1. ',
    '# ',
    '\n',
    ' ',
    '\t',
    '&nbsp;',
    '🚀',
  );
  fc.assert(
    fc.property(fc.string({ unit: part }), (markdown) => {
      expect(renderMarkdown(markdown)).toMatch(/^(\S+( \S+)*)?$/u);
    }),
  );
});

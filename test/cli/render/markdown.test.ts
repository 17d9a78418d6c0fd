import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/cli/render/markdown.js';
import { lineWidth, paint, type StyledLine } from '../../../src/cli/render/styled-line.js';

const view = { width: 44, full: false, now: 0 };
const show = (markdown: string, colour = false): string =>
  renderMarkdown(markdown, view)
    .map((line: StyledLine) => paint(line, colour))
    .join('\n');

it('lays out blocks', () => {
  expect(
    show(`# Cache tables

Key: port id, UTC day and datum, which do not depend on the reader at all.

1. Keep 400 days in memory,
   the rest on disk
2. Drop a port when its constituents change
   - nested *point*
   - another

> quoted **words**

\`\`\`ts
const a = 1;
\`\`\`
See [the issue](https://example.invalid/87) or <https://example.invalid>.

---
| port | range |
|------|------:|
| 下関 | 1.2 m |
| Vlissingen | 4.4 m |
`),
  ).toMatchInlineSnapshot(`
    "Cache tables

    Key: port id, UTC day and datum, which do
    not depend on the reader at all.

    1. Keep 400 days in memory,
       the rest on disk
    2. Drop a port when its constituents change
       • nested point
       • another

    │ quoted words

      const a = 1;

    See the issue (https://example.invalid/87)
    or https://example.invalid.

    ────────────────────────

    port        range
    下関        1.2 m
    Vlissingen  4.4 m"
  `);
});

it('styles what is emphasised', () => {
  expect(show('a **b** *c* `d`', true)).toBe(
    'a \u001b[1mb\u001b[22m \u001b[3mc\u001b[23m \u001b[36md\u001b[39m',
  );
});

it('keeps the breaks of its source, and the blank lines of a loose list', () => {
  expect(show('one\ntwo\n\n- a\n\n- b')).toBe('one\ntwo\n\n• a\n\n• b');
});

it('brings no control characters to the terminal', () => {
  expect(show('a\u001b]52;c;AAAA\u0007\n\n    code\u001b[2J')).toBe('a␛]52;c;AAAA␇\n\n  code␛[2J');
});

it('fits the width whatever the text', () => {
  const source = fc.string({
    unit: fc.constantFrom(
      'a',
      'word ',
      '\n',
      '\n\n',
      '- ',
      '> ',
      '1. ',
      '`',
      '**',
      '漢字',
      '# ',
      '    ',
      '|',
      '[x](y)',
    ),
  });
  fc.assert(
    fc.property(source, (markdown) => {
      // Deep nesting leaves a least width that may pass a narrow screen.
      const wide = { ...view, width: 200 };
      for (const line of renderMarkdown(markdown, wide)) expect(lineWidth(line)).toBeLessThanOrEqual(200);
    }),
  );
});

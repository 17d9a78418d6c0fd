import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenLimit } from '../../src/events/json/codex-limits.js';
import { JsonNumber } from '../../src/events/json/json-number.js';
import { orderedKeys } from '../../src/events/json/key-order.js';
import { needsLossless } from '../../src/events/json/needs-lossless.js';
import { parseJson } from '../../src/events/json/parse-json.js';
import { RawJson } from '../../src/events/json/raw-json.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';

const space = fc.stringMatching(/^[ \t\r\n]{0,2}$/);
const number = fc.oneof(
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
  fc.stringMatching(/^-?(?:0|[1-9]\d{0,25})(?:\.\d{1,5})?(?:[eE][+-]?\d{1,4})?$/),
);
const key = fc.oneof(
  fc.constantFrom('"0"', '"7"', '"10"', '"01"', '"\\u0031"', '"__proto__"', '"toJSON"', '"a"', '"b"'),
  fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
);
const scalar = fc.oneof(number, key, fc.constantFrom('true', 'false', 'null', '"\\ud800"', '"\\/é\\n"'));

/** JSON texts with all that the grammar allows: spaces, duplicate keys, awkward numbers. */
const { text: jsonText } = fc.letrec<{ text: string }>((tie) => ({
  text: fc
    .tuple(
      space,
      fc.oneof(
        { maxDepth: 4, depthIdentifier: 'json' },
        scalar,
        fc.tuple(space, fc.array(tie('text'), { maxLength: 4 })).map(([s, all]) => `[${s}${all.join(',')}]`),
        fc
          .tuple(space, fc.array(fc.tuple(space, key, space, tie('text')), { maxLength: 4 }))
          .map(([s, all]) => `{${s}${all.map(([a, k, b, v]) => `${a}${k}${b}:${v}`).join(',')}}`),
      ),
      space,
    )
    .map((parts) => parts.join('')),
}));

function accepts(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

describe('parseJson', () => {
  it('accepts what JSON.parse accepts and sees the same values', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(JSON.stringify(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with JSON.parse on damaged texts', () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.nat({ max: 2 }),
      fc.constantFrom('', ',', '"', '\\', '-', '.', 'e', '0', '[', '}', '\u0001', ' ', 'u'),
    );
    fc.assert(
      fc.property(jsonText, damage, (text, [place, removed, added]) => {
        const at = place % (text.length + 1);
        const damaged = text.slice(0, at) + added + text.slice(at + removed);
        expect(accepts(parseJson, damaged)).toBe(accepts(JSON.parse, damaged));
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    '',
    ' ',
    '01',
    '1.',
    '.5',
    '-',
    '1e',
    '+1',
    'nul',
    'NaN',
    '"\u0000"',
    '"\\x"',
    '[1,]',
    '{"a"}',
    '\u00a01',
    '\ufeff1',
    '"a',
    '"a\\"',
  ])('refuses %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('survives any depth', () => {
    const depth = 100_000;
    const text = `${'[{"a":'.repeat(depth)}1.0${'}]'.repeat(depth)}`;
    expect(stringifyJson(parseJson(text))).toBe(text);
    expect(() => parseJson('['.repeat(depth))).toThrow(SyntaxError);
  });
});

describe('stringifyJson', () => {
  it('gives back every compact text without duplicate keys, in the spelling of Codex', () => {
    for (const text of [
      '{"b":1.10,"2":0.0,"1":-0.0,"a":12345678901234567890}',
      '[1e+400,1e-7,1E-07,1e+5]',
      '{"__proto__":{"x":1.0},"0":[]}',
    ]) {
      expect(stringifyJson(parseJson(text))).toBe(text.replace('1E-07', '1e-07'));
    }
  });

  it.each([
    ['1e5', '1e+5'],
    ['1E+5', '1e+5'],
    ['-0', '0'],
    ['{"a":1.0,"b":2,"a":3.0}', '{"a":3.0,"b":2}'],
    ['{"1":1,"b":2,"0":3,"1":4}', '{"1":4,"b":2,"0":3}'],
  ])('writes %s as %s', (text, written) => {
    expect(stringifyJson(parseJson(text))).toBe(written);
  });

  it('is a fixed point: writing and reading again changes nothing', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const once = stringifyJson(parseJson(text));
        expect(stringifyJson(parseJson(once))).toBe(once);
      }),
    );
  });

  it('equals JSON.stringify for plain values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(stringifyJson(value)).toBe(JSON.stringify(value));
      }),
    );
    const sparse = { a: undefined, b: [undefined, 1], c: new JsonNumber('1.0') };
    expect(stringifyJson(sparse)).toBe('{"b":[null,1],"c":1.0}');
  });

  it('passes raw text on and reads it only when asked', () => {
    let reads = 0;
    const raw = new RawJson('{"n":1.00}', (text) => {
      reads++;
      return parseJson(text);
    });
    expect(stringifyJson({ raw })).toBe('{"raw":{"n":1.00}}');
    expect(reads).toBe(0);
    expect([raw.value, raw.value]).toHaveLength(2);
    expect(reads).toBe(1);
  });

  it('refuses what JSON cannot hold', () => {
    expect(() => stringifyJson(undefined)).toThrow(TypeError);
    expect(() => stringifyJson([1n, new JsonNumber('1.0')])).toThrow(TypeError);
  });
});

describe('JsonNumber', () => {
  it('stands only where a double would change the digits', () => {
    fc.assert(
      fc.property(number, (text) => {
        const value = parseJson(text);
        if (value instanceof JsonNumber) expect(JSON.stringify(Number(text))).not.toBe(value.text);
        else expect(value).toBe(Number(text) + 0);
      }),
    );
  });
});

describe('orderedKeys', () => {
  it('lists the keys as the text does', () => {
    const value = parseJson('{"z":1,"10":2,"2":3,"a":4}');
    expect(typeof value === 'object' && value !== null && orderedKeys(value)).toEqual(['z', '10', '2', 'a']);
    expect(orderedKeys({ b: 1, a: 2 })).toEqual(['b', 'a']);
  });
});

describe('needsLossless', () => {
  it('is never false where JSON.parse loses something', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        if (!needsLossless(text))
          expect(stringifyJson(parseJson(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 3000 },
    );
  });

  it('is false for the common line', () => {
    expect(
      needsLossless('{"timestamp":"2025-01-01T00:00:00.000Z","ordinal":12,"n":[1,-2],"s":"costs 1.5"}'),
    ).toBe(false);
  });
});

describe('brokenLimit', () => {
  const line = (value: string) => `{"a":{"text":"18446744073709551616","n":${value}}}`;

  it.each([
    ['18446744073709551615', null],
    ['18446744073709551616', 'integer'],
    ['340282366920938463463374607431768211455', 'integer'],
    ['340282366920938463463374607431768211456', null],
    ['-9223372036854775808', null],
    ['-9223372036854775809', 'integer'],
    ['-170141183460469231731687303715884105728', 'integer'],
    ['-170141183460469231731687303715884105729', null],
    ['18446744073709551616.0', null],
    ['1e30', null],
    ['"18446744073709551616"', null],
    ['"\\"",18446744073709551616', 'integer'],
    [`${'['.repeat(125)}${']'.repeat(125)}`, null],
    [`${'['.repeat(126)}${']'.repeat(126)}`, 'text'],
    [`"${'['.repeat(200)}"`, null],
    ['"\\ud83d\\ude80"', null],
    ['"\\ud83d"', 'text'],
    ['"\\ude80"', 'text'],
    ['"\\ud83d x\\ude80"', 'text'],
    ['"\\\\ud83d"', null],
  ])('of %s is %s', (value, kind) => {
    const text = value.startsWith('"\\"",') ? `[${value}]` : line(value);
    expect(brokenLimit(text)?.kind ?? null).toBe(kind);
  });

  it('finds a wide integer wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 2n ** 64n, max: 2n ** 128n - 1n }),
        fc.nat({ max: 40 }),
        (value, shift) => {
          expect(brokenLimit(`{"${'k'.repeat(shift)}":[${value}]}`)?.kind).toBe('integer');
        },
      ),
    );
  });
});

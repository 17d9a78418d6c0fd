/**
 * World states as a log can hold them: exact numbers, integer-like keys, keys that are names of JavaScript's own, nulls. Made
 * as text, since text is where all of that can be said.
 */
import fc from 'fast-check';
import { parseJson } from '../../src/events/json/parse-json.js';
import { normaliseSnapshot } from '../../src/world-state/normalise-snapshot.js';
import { isObjectValue, type WorldStateSnapshot } from '../../src/world-state/snapshot.js';

const KEYS = ['cwd', 'text', 'ä/~', '__proto__', 'constructor', 'toString', '1', '10', '', 'shell'];
const SECTIONS = [
  'agents_md',
  'environments',
  'permissions',
  'tools',
  '__proto__',
  'constructor',
  '2',
  '𝔛',
  '\uffff',
];
const SCALARS = [
  'null',
  'true',
  'false',
  '0',
  '1',
  '1.10',
  '1.1',
  '-0.0',
  '1e+400',
  '12345678901234567890',
  '""',
];

/** An alias: only those fit where fast-check wants a record. */
type Texts = { value: string; object: string };

function members(keys: readonly string[], value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...keys), value), {
      maxLength: 4,
      selector: ([key]: [string, string]) => key,
    })
    .map((entries) => `{${entries.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join()}}`);
}

const texts = fc.letrec<Texts>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...SCALARS),
    fc.constantFrom('a', '1', '1.10', 'b\n').map((text) => JSON.stringify(text)),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join()}]`),
    tie('object'),
  ),
  object: members(KEYS, tie('value')),
}));

/** Any JSON value. */
export const arbitraryJson: fc.Arbitrary<unknown> = texts.value.map(parseJson);

/** Sections with nulls and in any order. */
export const arbitraryRawSnapshot: fc.Arbitrary<WorldStateSnapshot> = members(SECTIONS, texts.value).map(
  (text) => {
    const value = parseJson(text);
    return isObjectValue(value) ? value : {};
  },
);

/** Snapshots as they are written. */
export const arbitrarySnapshot: fc.Arbitrary<WorldStateSnapshot> =
  arbitraryRawSnapshot.map(normaliseSnapshot);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Xxh64 } from '../../src/rollout/xxh64.js';
import { chunkLengths, cutInto } from '../support/byte-arbitraries.js';

const hash = (...chunks: Uint8Array[]): string => {
  const xxh64 = new Xxh64();
  for (const chunk of chunks) xxh64.update(chunk);
  return xxh64.digest().toString(16).padStart(16, '0');
};

test.each([
  ['', 'ef46db3751d8e999'],
  ['a', 'd24ec4f1a98c6e5b'],
  ['abc', '44bc2cf5ad770999'],
  ['Nobody inspects the spammish repetition', 'fbcea83c8a378bf1'],
])('hashes %j as the reference does', (text, expected) => {
  expect(hash(Buffer.from(text))).toBe(expected);
});

test('the hash does not depend on the pieces', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), chunkLengths, (bytes, lengths) => {
      expect(hash(...cutInto(bytes, lengths))).toBe(hash(bytes));
    }),
  );
});

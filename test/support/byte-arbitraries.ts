/** Bytes as they can lie in a rollout, and worse: many line ends, CR, NUL, pieces of U+2028 and of broken UTF-8. */
import fc from 'fast-check';

const nasty = fc.constantFrom(0x00, 0x0d, 0x20, 0x41, 0xe2, 0x80, 0xa8, 0xc3, 0xff);

export const rolloutBytes: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant([0x0a]) },
      { weight: 3, arbitrary: fc.array(nasty, { maxLength: 6 }) },
      { weight: 1, arbitrary: fc.constant([...Buffer.from('{"text":"\u2028é🧵"}')]) },
      { weight: 1, arbitrary: fc.array(fc.nat(255), { maxLength: 6 }) },
      { weight: 1, arbitrary: fc.nat(40).map((length) => new Array<number>(length).fill(0)) },
    ),
    { maxLength: 30 },
  )
  .map((parts) => Uint8Array.from(parts.flat()));

/** Cuts bytes into chunks of the given lengths, again and again; a length of 0 gives an empty chunk. */
export function cutInto(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    chunks.push(bytes.subarray(from, from + length));
    from += length;
  }
  return chunks;
}

/** At least one length that makes progress. */
export const chunkLengths: fc.Arbitrary<number[]> = fc
  .array(fc.nat(9), { minLength: 1, maxLength: 5 })
  .map((lengths) => [...lengths, 3]);

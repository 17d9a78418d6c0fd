/** Raw edits of bytes: what bit rot, a foreign editor or a failing disk leave behind. */
import fc from 'fast-check';

export interface ByteEdit {
  /** Where, as a fraction of what follows the first line. */
  at: number;
  /** Bytes taken away there. */
  remove: number;
  insert: Uint8Array;
}

const nasty = fc.constantFrom(0x00, 0x0a, 0x0d, 0x22, 0x5c, 0x7b, 0x7d, 0x80, 0xc3, 0xff);

export const arbitraryEdits: fc.Arbitrary<ByteEdit[]> = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.oneof(fc.nat(3), fc.nat(200)),
    insert: fc.array(fc.oneof(nasty, fc.nat(255)), { maxLength: 4 }).map((values) => Uint8Array.from(values)),
  }),
  { minLength: 1, maxLength: 6 },
);

/** Edits bytes, one after the other; the first line stays, so that the rollout can still be told what it is. */
export function edited(bytes: Uint8Array, edits: readonly ByteEdit[]): Uint8Array {
  let result = Buffer.from(bytes);
  for (const { at, remove, insert } of edits) {
    const from = result.indexOf(0x0a) + 1;
    const start = from + Math.floor(at * (result.length - from));
    result = Buffer.concat([result.subarray(0, start), insert, result.subarray(start + remove)]);
  }
  return result;
}

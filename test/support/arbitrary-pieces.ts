/** Bytes cut into consecutive pieces, anywhere: in the middle of lines, of characters, of line ends. */
import fc from 'fast-check';

const FINENESS = 1_000_000;

/** Where to cut, as fractions of the length; at most `most` cuts. */
export function arbitraryCuts(most = 6): fc.Arbitrary<number[]> {
  // Not `fc.double`, which takes every double for equally likely: nearly all of them lie just above 0.
  const place = fc.nat(FINENESS).map((step) => step / FINENESS);
  return fc.array(place, { minLength: 1, maxLength: most });
}

/** The pieces between the cuts; some may be empty. */
export function piecesOf(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...cuts.map((cut) => Math.round(cut * bytes.length)), bytes.length].sort((a, b) => a - b);
  let start = 0;
  return ends.map((end) => {
    const piece = bytes.subarray(start, end);
    start = end;
    return piece;
  });
}

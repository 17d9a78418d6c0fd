/** Bytes cut into consecutive pieces, anywhere: in the middle of lines, of characters, of line ends. */
import fc from 'fast-check';

/** Where to cut, as fractions of the length; at most `most` cuts. */
export function arbitraryCuts(most = 6): fc.Arbitrary<number[]> {
  return fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: most });
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

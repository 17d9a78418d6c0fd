/**
 * Case folding for search, with the way back to the text as it was written. Full folding, not lower-casing: `ß`, `ẞ` and `SS` are
 * the same, all three sigmas are, and a dotted capital I is an i with a dot above. Normal forms are left alone: é in one character
 * and é in two differ.
 */

/** A text folded for comparison. Offsets and lengths count UTF-16 code units. */
export interface FoldedText {
  readonly folded: string;
  /**
   * For each unit of `folded` the offset in the text of the character it comes from, and at last the length of the text. Null when
   * folding changed no length, so that offsets are the same on both sides.
   */
  readonly origins: Uint32Array | null;
}

const BEYOND_ASCII = /[^\0-\x7f]/;
/** Everything that folding can change; small letters without a second small form are left out, since most letters are of these. */
const FOLDABLE = /[A-Z]+|[\p{Changes_When_Lowercased}\p{Changes_When_Casefolded}ǰΐΰẖ-ẙὐ-ῷ]/gu;

/** Folds a text and remembers where each character came from. */
export function foldCase(text: string): FoldedText {
  if (!BEYOND_ASCII.test(text)) return { folded: text.toLowerCase(), origins: null };
  let sameLengths = true;
  const folded = text.replace(FOLDABLE, (part) => {
    const form = foldCharacter(part);
    if (form.length !== part.length) sameLengths = false;
    return form;
  });
  return { folded, origins: sameLengths ? null : originsOf(text, folded.length) };
}

/**
 * Down, up and down again reaches one form for everything that Unicode folds together. It would take the dotless ı too far, to i; but
 * that folds with nothing by default, and so is not among the foldable.
 */
function foldCharacter(character: string): string {
  return character.toLowerCase().toUpperCase().toLowerCase();
}

function originsOf(text: string, foldedLength: number): Uint32Array {
  const origins = new Uint32Array(foldedLength + 1);
  let at = 0;
  let origin = 0;
  for (const character of text) {
    const length = foldCharacter(character).length;
    origins.fill(origin, at, at + length);
    at += length;
    origin += character.length;
  }
  origins[at] = origin;
  return origins;
}

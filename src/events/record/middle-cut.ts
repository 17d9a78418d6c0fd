/**
 * Takes the middle out of a text that is too long, between characters.
 */

/** What is left of a text, as UTF-8, and how many characters (code points) were taken out between the two. */
export interface MiddleCut {
  readonly head: string;
  readonly tail: string;
  readonly removed: number;
}

/**
 * Keeps about `keep` bytes of a UTF-8 text, half of them at each end, the odd one at the end; a character that does not fit is taken out
 * as a whole. `keep` is less than the length of the text.
 */
export function cutMiddle(text: Buffer, keep: number): MiddleCut {
  let headEnd = Math.floor(keep / 2);
  let tailStart = text.length - (keep - headEnd);
  while (isContinuation(text, headEnd)) headEnd--;
  while (isContinuation(text, tailStart)) tailStart++;
  let removed = 0;
  for (let at = headEnd; at < tailStart; at++) if (!isContinuation(text, at)) removed++;
  return { head: text.toString('utf8', 0, headEnd), tail: text.toString('utf8', tailStart), removed };
}

function isContinuation(text: Buffer, at: number): boolean {
  return ((text[at] ?? 0) & 0xc0) === 0x80;
}

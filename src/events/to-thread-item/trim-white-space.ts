/**
 * Trimming by Unicode's idea of white space, which differs from JavaScript's in two characters: U+0085 counts, U+FEFF does not.
 */

const WHITE_SPACE = /\p{White_Space}/u;

function isWhiteSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return WHITE_SPACE.test(text.charAt(at));
}

/** The text without white space at either end. */
export function trimWhiteSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text, start)) start++;
  while (end > start && isWhiteSpace(text, end - 1)) end--;
  return text.slice(start, end);
}

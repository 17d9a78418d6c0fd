/**
 * A quick test of a JSON text: may `JSON.parse` lose something of it that `parseJson` keeps?
 */

/**
 * A number with a fraction, an exponent or sixteen digits, or `-0`. Outside strings a number follows a key, a comma or a bracket (or
 * stands alone); inside strings the same may be met by chance, which costs time and nothing else.
 */
const LOSSY_NUMBER = /(?:"[ \t\r\n]*:|[,[]|^)[ \t\r\n]*-?(?:\d+[.eE]|\d{16}|(?<=-)0)/;

/** A key that JavaScript would move to the front; its digits may be written as escapes. */
const INDEX_KEY = /"(?:\d|\\u003\d){1,10}"[ \t\r\n]*:/;

/**
 * Whether a JSON text may need `parseJson`. Never false where `stringifyJson(parseJson(text))` differs from
 * `JSON.stringify(JSON.parse(text))`; may be true where both are equal.
 */
export function needsLossless(text: string): boolean {
  return LOSSY_NUMBER.test(text) || INDEX_KEY.test(text);
}

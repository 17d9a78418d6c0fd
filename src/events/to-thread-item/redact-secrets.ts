/**
 * Blots recognisable secrets out of command lines before readers see them.
 */

const MARK = '[REDACTED_SECRET]';

/** Borders of a word as Unicode defines words; JavaScript's own `\b` knows ASCII only. */
const WORD = String.raw`[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]`;
const BEGIN = `(?<!${WORD})`;
const END = `(?!${WORD})`;

/** The word goes by any case, the token by ASCII alone: the flag `i` would let two other letters into it. */
const BEARER = new RegExp(String.raw`${BEGIN}[Bb][Ee][Aa][Rr][Ee][Rr][ \t]+[A-Za-z0-9._~+/\-]{16,}=*`, 'gu');
const OPENAI_KEY = /sk-[A-Za-z0-9]{20,}/g;
const AWS_KEY = new RegExp(`${BEGIN}AKIA[0-9A-Z]{16}${END}`, 'gu');
const ASSIGNMENT = new RegExp(
  `${BEGIN}(api[_\\-]?key|token|secret|password)${END}` +
    String.raw`(\p{White_Space}*[:=]\p{White_Space}*)(["']?)[^\p{White_Space}"']{8,}`,
  'giu',
);

/** Taken for `s` where case does not count, but lower case keeps it apart. */
const LONG_S = 'ſ';

function mayAssign(text: string, lower: string): boolean {
  return (
    (text.includes('=') || text.includes(':')) &&
    (lower.includes('token') ||
      lower.includes('key') ||
      lower.includes('password') ||
      lower.includes('secret') ||
      lower.includes(LONG_S))
  );
}

/**
 * The text with each secret replaced by a mark. Four rules, in this order: bearer tokens of 16 characters or more; `sk-` keys; AWS key
 * ids; values of 8 characters or more behind `api_key`, `token`, `secret` or `password` with `=` or `:`.
 *
 * Source: spec legacy-history §4.
 */
export function redactSecrets(text: string): string {
  const lower = text.toLowerCase();
  let redacted = text;
  if (lower.includes('bearer')) redacted = redacted.replace(BEARER, `Bearer ${MARK}`);
  if (redacted.includes('sk-')) redacted = redacted.replace(OPENAI_KEY, MARK);
  if (redacted.includes('AKIA')) redacted = redacted.replace(AWS_KEY, MARK);
  if (mayAssign(redacted, lower)) redacted = redacted.replace(ASSIGNMENT, `$1$2$3${MARK}`);
  return redacted;
}

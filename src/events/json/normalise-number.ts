/**
 * One JSON number token to the value that stands for it: a double where a double gives the same text back, else a `JsonNumber`.
 */
import { JsonNumber } from './json-number.js';

/** Up to this many digits any integer is exact as a double. */
const SAFE_DIGITS = 15;

/**
 * Reads a token that is a JSON number. Codex rewrites two spellings before it stores a number: an exponent gets a small `e` and a sign,
 * and `-0` becomes `0`; everything else keeps its digits (spec: corrections-0.169 item 2).
 */
export function readNumber(token: string): number | JsonNumber {
  const text = normaliseNumber(token);
  const value = Number(text);
  return String(value) === text ? value : new JsonNumber(text);
}

/** Whether a token of digits alone is short enough to be exact, whatever the digits. */
export function isSafeLength(digits: number): boolean {
  return digits <= SAFE_DIGITS;
}

function normaliseNumber(token: string): string {
  if (token === '-0') return '0';
  const at = token.search(/[eE]/);
  if (at < 0) return token;
  const sign = token.charAt(at + 1);
  const unsigned = sign === '+' || sign === '-' ? token.slice(at + 2) : token.slice(at + 1);
  return `${token.slice(0, at)}e${sign === '-' ? '-' : '+'}${unsigned}`;
}

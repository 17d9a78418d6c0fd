/**
 * JSON that Codex does not read although `JSON.parse` does. A line that breaks one of these limits has no record for Codex, wherever in
 * the line it breaks it.
 */

/** Containers within containers; the 128th is refused. */
const MAX_DEPTH = 127;

/** One digit less always fits 64 bits. */
const LONG_DIGITS = 19;

const U64_END = 2n ** 64n;
const U128_END = 2n ** 128n;
const I64_START = -(2n ** 63n);
const I128_START = -(2n ** 127n);

/** `text`: not even JSON for Codex. `integer`: JSON, but no record can be made of it. */
export interface BrokenLimit {
  readonly kind: 'text' | 'integer';
  readonly reason: string;
}

/**
 * Says which limit a valid JSON text breaks: too deep a nesting, half of a surrogate pair, or an integer that needs more than 64 and at
 * most 128 bits (spec: corrections-0.169 item 2; larger ones are read as decimals).
 *
 * @returns the limit, or null when Codex reads the text.
 */
export function brokenLimit(text: string): BrokenLimit | null {
  if (text.includes('\\u') && hasLoneSurrogate(text)) {
    return { kind: 'text', reason: 'a string with half of a surrogate pair' };
  }
  const longDigits = hasLongDigits(text);
  if (!longDigits && !hasManyContainers(text)) return null;
  return scan(text, longDigits);
}

/** A run of that many digits covers a place divisible by that number, so the places between need no look. */
function hasLongDigits(text: string): boolean {
  for (let at = 0; at < text.length; at += LONG_DIGITS) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isDigit(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (isDigit(text.charCodeAt(end))) end++;
    if (end - start >= LONG_DIGITS) return true;
  }
  return false;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function hasManyContainers(text: string): boolean {
  let count = 0;
  for (const opener of ['{', '[']) {
    for (let at = text.indexOf(opener); at >= 0; at = text.indexOf(opener, at + 1)) {
      if (++count > MAX_DEPTH) return true;
    }
  }
  return false;
}

/** Walks the text outside its strings. */
function scan(text: string, longDigits: boolean): BrokenLimit | null {
  let depth = 0;
  let wide: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = stringEnd(text, at);
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > MAX_DEPTH) return { kind: 'text', reason: `nested deeper than ${MAX_DEPTH}` };
    } else if (code === 0x7d || code === 0x5d) depth--;
    else if (longDigits && (code === 0x2d || isDigit(code))) {
      const token = numberAt(text, at);
      if (isWide(token)) wide = token;
      at += token.length - 1;
    }
  }
  return wide === null ? null : { kind: 'integer', reason: `an integer of more than 64 bits: ${wide}` };
}

/** The index of the quote that ends the string whose first quote is at `start`. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== 0x22; code = text.charCodeAt(at)) {
    at += code === 0x5c ? 2 : 1;
  }
  return at;
}

function numberAt(text: string, start: number): string {
  const number = /[-+.\deE]+/y;
  number.lastIndex = start;
  return number.exec(text)?.[0] ?? '';
}

function isWide(token: string): boolean {
  if (token.length < LONG_DIGITS || /[.eE]/.test(token)) return false;
  const value = BigInt(token);
  return (value >= U64_END && value < U128_END) || (value < I64_START && value >= I128_START);
}

/** Escapes are read from left to right, so that an escaped backslash before a `u` does not count. */
function hasLoneSurrogate(text: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return false;
  let highEnd = -1;
  for (const { 0: token, index } of text.matchAll(/\\(?:u[\da-fA-F]{4}|.)/g)) {
    if (highEnd >= 0 && highEnd !== index) return true;
    const unit = token.charAt(1) === 'u' ? Number.parseInt(token.slice(2), 16) : 0;
    const low = unit >= 0xdc00 && unit <= 0xdfff;
    if (low !== highEnd >= 0) return true;
    highEnd = unit >= 0xd800 && unit <= 0xdbff ? index + token.length : -1;
  }
  return highEnd >= 0;
}

/**
 * Takes a long text out of a line while it is still bytes, so that the rest can be decoded without making a string of it:
 * outputs are most of a log, and nobody looks into them on the way to their row. What the line means is left to its decoder.
 */
import { isAscii } from 'node:buffer';

/** Stands in a line for the text that was taken out. Like that text it is not empty. */
export const STAND_IN = '#';

export interface HeldText {
  /** The line with the stand-in in the place of the text. */
  line: string;
  /** What stood between the quotes, escaped as JSON.stringify escapes it. A view of the line's bytes. */
  text: Buffer;
}

/** Below that a string is the cheaper way. */
const LONG_BYTES = 256;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_PRINTABLE = 0x20;
const LETTER_U = 0x75;

/**
 * Takes out the text after `before` (a comma, a key, a colon and a quote: bytes that no string of a JSON text contains).
 *
 * @param bytes a line, valid UTF-8
 * @returns null when the text is missing, short or there twice, or escaped in another way than JSON.stringify would: such a line has to be decoded
 * whole, and so has one that turns out not to be JSON
 */
export function holdBackText(bytes: Buffer, before: Buffer): HeldText | null {
  const at = bytes.indexOf(before);
  if (at === -1) return null;
  const start = at + before.length;
  const end = plainStringEnd(bytes, start);
  if (end - start < LONG_BYTES || bytes.indexOf(before, end) !== -1) return null;
  const line = textOf(bytes.subarray(0, start)) + STAND_IN + textOf(bytes.subarray(end));
  return { line, text: bytes.subarray(start, end) };
}

/** Most lines are ASCII, and making a string of them is several times faster when that is known. */
export function textOf(bytes: Buffer): string {
  return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
}

/** Where the string ends whose content begins at `start`; -1 when something in it is not as JSON.stringify writes it. */
function plainStringEnd(bytes: Buffer, start: number): number {
  let at = start;
  for (;;) {
    while (ORDINARY[bytes[at] ?? 0] === 1) at++;
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] !== BACKSLASH) return -1;
    const letter = bytes[at + 1] ?? 0;
    if (SHORT_ESCAPES.has(letter)) at += 2;
    else if (letter === LETTER_U && CONTROL_ESCAPES.has(bytes.toString('latin1', at + 2, at + 6))) at += 6;
    else return -1;
  }
}

/** 1 for each byte that stands for itself in a string. */
const ORDINARY = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= FIRST_PRINTABLE && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/** What may follow a backslash in JSON that JSON.stringify wrote, save `u`. */
const SHORT_ESCAPES: ReadonlySet<number> = new Set(Buffer.from('"\\bfnrt'));

/** The four digits of control characters without a short escape. */
const CONTROL_ESCAPES: ReadonlySet<string> = new Set(
  Array.from({ length: FIRST_PRINTABLE }, (_, code) => JSON.stringify(String.fromCharCode(code)))
    .filter((quoted) => quoted.startsWith('"\\u'))
    .map((quoted) => quoted.slice(3, -1)),
);

/** How many terminal columns text takes: CJK and emoji two, combining marks none. */
import stringWidth from 'string-width';

const ASCII = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Columns of a text without control characters. */
export function displayWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** What a reader sees as one character each. */
export function splitGraphemes(text: string): string[] {
  if (ASCII.test(text)) return [...text];
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** The longest beginning of a text that fits into `width` columns. */
export function fitStart(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let fitted = '';
  let used = 0;
  for (const grapheme of splitGraphemes(text.slice(0, 8 * width + 64))) {
    used += displayWidth(grapheme);
    if (used > width) break;
    fitted += grapheme;
  }
  return fitted;
}

/** A text cut to `width` columns, with `…` in the last one when something is missing. */
export function ellipsize(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  return width < 1 ? '' : `${fitStart(text, width - 1).trimEnd()}…`;
}

/** A text filled with spaces to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(width - displayWidth(text), 0));
}

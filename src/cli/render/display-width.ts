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

/** No script needs more code units a column; a longer text is not measured as a whole. */
const MOST_UNITS_A_COLUMN = 32;

/** The longest beginning of a text that fits into `width` columns. The cost follows the width, not the text. */
export function fitStart(text: string, width: number): string {
  const candidate = text.slice(0, (width + 1) * MOST_UNITS_A_COLUMN);
  if (ASCII.test(candidate)) return candidate.slice(0, width);
  let end = 0;
  let used = 0;
  for (const { segment, index } of graphemes.segment(candidate)) {
    used += displayWidth(segment);
    if (used > width) break;
    end = index + segment.length;
  }
  return candidate.slice(0, end);
}

/** A text cut to `width` columns, with `…` in the last one when something is missing. */
export function ellipsize(text: string, width: number): string {
  if (fitStart(text, width) === text) return text;
  return width < 1 ? '' : `${fitStart(text, width - 1).trimEnd()}…`;
}

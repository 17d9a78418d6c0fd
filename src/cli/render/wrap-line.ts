/** Fits styled lines into a width: at words, in the middle of them where need be, or cut with an ellipsis. */
import { displayWidth, fitStart, splitGraphemes } from './display-width.js';
import { lineWidth, type Span, type StyledLine } from './styled-line.js';

/** What may not be broken: a word with its styles, or one wide character. */
interface Word {
  spans: Span[];
  width: number;
  blank: boolean;
}

/** Breaks a line at spaces, and between wide characters, into lines of at most `width` columns. */
export function wrapLine(styled: StyledLine, width: number): StyledLine[] {
  if (lineWidth(styled) <= width) return [styled];
  const lines: Span[][] = [];
  let current: Span[] = [];
  let used = 0;
  /** Written only when a word follows it on its line. */
  let blank: Word | null = null;
  for (const word of wordsOf(styled)) {
    if (word.blank) {
      if (used > 0 || lines.length === 0) blank = word;
      continue;
    }
    const gap: number = blank?.width ?? 0;
    if (used > 0 && used + gap + word.width > width) {
      lines.push(current);
      current = [];
      used = 0;
    } else if (blank) {
      current.push(...blank.spans);
      used += gap;
    }
    blank = null;
    if (used + word.width <= width) {
      current.push(...word.spans);
      used += word.width;
      continue;
    }
    const pieces = breakAnywhere([...current, ...word.spans], width);
    for (const piece of pieces.slice(0, -1)) lines.push([...piece]);
    current = [...(pieces.at(-1) ?? [])];
    used = lineWidth(current);
  }
  if (current.length > 0) lines.push(current);
  return lines;
}

/** Breaks a line wherever the width ends, as a terminal would: for code and output. */
export function breakAnywhere(styled: StyledLine, width: number): StyledLine[] {
  const lines: Span[][] = [[]];
  let left = width;
  for (const { text, styles } of styled) {
    let rest = text;
    while (rest !== '') {
      let piece = fitStart(rest, left);
      // A single character wider than the whole line stands alone on it.
      if (piece === '' && left === width) piece = splitGraphemes(rest.slice(0, LONGEST_GRAPHEME))[0] ?? rest;
      if (piece !== '') lines.at(-1)?.push({ text: piece, styles });
      rest = rest.slice(piece.length);
      left -= displayWidth(piece);
      if (rest === '') break;
      lines.push([]);
      left = width;
    }
  }
  return lines;
}

const LONGEST_GRAPHEME = 64;

/** A line cut to `width` columns, with `…` in the last one when something is missing. */
export function cutLine(styled: StyledLine, width: number): StyledLine {
  const whole: Span[] = [];
  let left = width;
  for (const [index, { text, styles }] of styled.entries()) {
    const piece = fitStart(text, left);
    if (piece !== text) return markCut([...whole, ...styled.slice(index)], width);
    left -= displayWidth(piece);
    whole.push({ text, styles });
  }
  return styled;
}

function markCut(styled: StyledLine, width: number): StyledLine {
  const cut: Span[] = [];
  let left = width - 1;
  for (const { text, styles } of styled) {
    const piece = fitStart(text, left);
    left -= displayWidth(piece);
    cut.push({ text: piece === text ? text : `${piece}…`, styles });
    if (piece !== text) break;
  }
  return cut;
}

function wordsOf(styled: StyledLine): Word[] {
  const words: Word[] = [];
  for (const { text, styles } of styled) {
    let opensSpan = true;
    for (const piece of text.split(/( +)/)) {
      if (piece === '') continue;
      const blank = piece.startsWith(' ');
      for (const unit of blank ? [piece] : breakableUnits(piece)) {
        const last = words.at(-1);
        const width = displayWidth(unit);
        // A word goes on in the next span when only its style changes.
        if (opensSpan && last && !blank && !last.blank && !isWide(unit)) {
          last.spans.push({ text: unit, styles });
          last.width += width;
        } else {
          words.push({ spans: [{ text: unit, styles }], width, blank });
        }
        opensSpan = false;
      }
    }
  }
  return words;
}

/** A word as it is, or split at its wide characters, between which lines may break. */
function breakableUnits(word: string): string[] {
  if (displayWidth(word) === word.length) return [word];
  const units: string[] = [];
  let narrow = '';
  for (const grapheme of splitGraphemes(word)) {
    if (!isWide(grapheme)) {
      narrow += grapheme;
      continue;
    }
    if (narrow !== '') units.push(narrow);
    narrow = '';
    units.push(grapheme);
  }
  if (narrow !== '') units.push(narrow);
  return units;
}

function isWide(grapheme: string): boolean {
  return grapheme.charCodeAt(0) > 0x7f && displayWidth(grapheme) >= 2;
}

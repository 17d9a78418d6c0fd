/** How lines are put below and beside each other: indentation, gutters, clipping of what is long. */
import { line, lineWidth, type Span, type StyledLine, span } from './styled-line.js';
import { breakAnywhere, cutLine, wrapLine } from './wrap-line.js';

/** What a renderer may know of the screen and of the wishes of its reader. */
export interface View {
  /** Columns to fill. */
  width: number;
  /** Nothing is clipped. */
  full: boolean;
  /** Unix milliseconds. */
  now: number;
  /** Paths below it are shown relative to it. */
  folder?: string | undefined;
}

/** Lines behind a prefix: `first` before the first one, `rest` before the others; both of one width. */
export function indent(
  lines: readonly StyledLine[],
  first: Span,
  rest: Span = { text: ' '.repeat(lineWidth([first])), styles: [] },
): StyledLine[] {
  return lines.map((styled, index) => [index === 0 ? first : rest, ...styled]);
}

/** Wraps a line behind a prefix, so that all of it fits into the width. */
export function wrapIndented(styled: StyledLine, view: View, first: Span, rest?: Span): StyledLine[] {
  return indent(wrapLine(styled, Math.max(view.width - lineWidth([first]), MIN_WIDTH)), first, rest);
}

/** A view narrower by some columns, never too narrow to read. */
export function narrower(view: View, columns: number): View {
  return { ...view, width: Math.max(view.width - columns, MIN_WIDTH) };
}

const MIN_WIDTH = 20;

/** Code or output below something: a gutter, and of many lines only the first and the last. */
export function gutterBlock(
  lines: readonly StyledLine[],
  view: View,
  { head, tail, gutter = '  │ ' }: { head: number; tail: number; gutter?: string },
): StyledLine[] {
  const side = span(gutter, 'dim');
  const inner = Math.max(view.width - lineWidth([side]), MIN_WIDTH);
  if (view.full) return lines.flatMap((styled) => indent(breakAnywhere(styled, inner), side, side));
  const shown = clip(lines, head, tail);
  return shown.map((styled) => [side, ...cutLine(styled, inner)]);
}

/** The first and the last lines, with the number of those between in the place of these. */
export function clip(lines: readonly StyledLine[], head: number, tail: number): readonly StyledLine[] {
  const missing = lines.length - head - tail;
  if (missing <= 1) return lines;
  const mark = line(`… ${missing} more lines`, 'dim', 'italic');
  return [...lines.slice(0, head), mark, ...(tail === 0 ? [] : lines.slice(-tail))];
}

/** A rule over the whole width with words in it. */
export function divider(words: readonly Span[], view: View, right: readonly Span[] = []): StyledLine {
  const left = [span('── ', 'dim'), ...words, span(' ', 'dim')];
  const end = right.length === 0 ? [] : [span(' '), ...right];
  const dashes = view.width - lineWidth(left) - lineWidth(end);
  if (dashes < 3) return cutLine([...left, span('───', 'dim')], view.width);
  return [...left, span('─'.repeat(dashes), 'dim'), ...end];
}

/** A turn: a rule with its time, its items, and how it ended where it did not end well. */
import type { TurnEntry } from '../../api/turn-entry.js';
import { formatAge, formatDuration, formatTime } from './format-quantity.js';
import { renderItem } from './item.js';
import { divider, type View, wrapIndented } from './layout.js';
import { line, type Span, type StyledLine, span } from './styled-line.js';

const LEAST_WIDTH_FOR_ID = 72;

/** The lines of a turn that was read with all of its items. */
export function renderTurn(turn: TurnEntry, view: View): StyledLine[] {
  const lines: StyledLine[] = [renderTurnHeading(turn, view), []];
  let afterDeed = false;
  for (const item of turn.items) {
    const body = renderItem(item, view);
    if (body.lines.length === 0) continue;
    // What the agent did in a row stays together; what was said stands apart.
    if (afterDeed && body.isDeed) lines.pop();
    for (const styled of body.lines) lines.push(styled);
    lines.push([]);
    afterDeed = body.isDeed;
  }
  const end = renderTurnEnding(turn, view);
  if (end.length > 0) lines.push(...end, []);
  return lines;
}

/** The rule above a turn. */
export function renderTurnHeading(
  { id, startedAt, durationMs }: Pick<TurnEntry, 'id' | 'startedAt' | 'durationMs'>,
  view: View,
): StyledLine {
  const words: Span[] = [];
  if (startedAt === null) words.push(span('turn'));
  else {
    const ms = startedAt * 1000;
    words.push(span(formatTime(ms)));
    const age = formatAge(ms, view.now);
    if (age.endsWith('ago')) words.push(span(` · ${age}`, 'dim'));
  }
  if (durationMs !== null) words.push(span(` · ${formatDuration(durationMs)}`, 'dim'));
  return divider(words, view, view.width < LEAST_WIDTH_FOR_ID ? [] : [span(id, 'dim')]);
}

/** Completed turns end without a word. */
export function renderTurnEnding(
  { status, error }: Pick<TurnEntry, 'status' | 'error'>,
  view: View,
): StyledLine[] {
  if (error) {
    const { message, codexErrorInfo, additionalDetails } = error.value;
    const kind =
      typeof codexErrorInfo === 'string' && codexErrorInfo !== 'other' ? ` (${codexErrorInfo})` : '';
    const details = additionalDetails ? line(additionalDetails, 'dim') : null;
    return [
      ...wrapIndented([span(message, 'red'), span(kind, 'dim')], view, span('✗ ', 'red')),
      ...(details ? wrapIndented(details, view, span('  ')) : []),
    ];
  }
  if (status === 'failed') return [line('✗ failed', 'red')];
  return status === 'interrupted' ? [line('■ interrupted', 'yellow')] : [];
}

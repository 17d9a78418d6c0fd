/** What could not be read, like findings together: a version of the writer often leaves the same trace in many lines. */
import type { DiagnosticRow } from '../../store/diagnostics.js';
import { formatCount } from './format-quantity.js';
import { type View, wrapIndented } from './layout.js';
import { line, type StyledLine, span } from './styled-line.js';

const MOST_PLACES = 5;

/** The lines of findings, each kind with the first places where it was found. */
export function renderDiagnostics(diagnostics: readonly DiagnosticRow[], view: View): StyledLine[] {
  const groups = new Map<string, DiagnosticRow[]>();
  for (const row of diagnostics) {
    const key = JSON.stringify([row.kind, row.action, row.detail]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].flatMap((group) => renderGroup(group, view));
}

function renderGroup(group: readonly DiagnosticRow[], view: View): StyledLine[] {
  const [first] = group;
  if (first === undefined) return [];
  const heading = [
    span(`${formatCount(group.length)} × `),
    span(first.kind, 'yellow'),
    span(` → ${first.action}`),
  ];
  const places = group.slice(0, MOST_PLACES).map(placeOf).join(', ');
  const more = group.length - MOST_PLACES;
  return [
    heading,
    ...wrapIndented(line(first.detail), view, span('    ')),
    ...wrapIndented(
      line(`bytes ${places}${more > 0 ? ` and ${formatCount(more)} more (--json)` : ''}`, 'dim'),
      view,
      span('    '),
    ),
  ];
}

function placeOf({ start_byte, end_byte, ordinal }: DiagnosticRow): string {
  const place = `${formatCount(start_byte)}–${formatCount(end_byte)}`;
  return ordinal === null ? place : `${place} (ordinal ${ordinal})`;
}

/** What changed between two world states: removed, added and replaced values below their sections. */
import type { WorldStateDiff } from '../../api/diff-world-state.js';
import { stringifyJson } from '../../events/json/stringify-json.js';
import { keysOf, valueAt, type WorldStateOperation } from '../../world-state/index.js';
import { describePoint } from '../world-point.js';
import { splitLines } from './escape-controls.js';
import { counted } from './format-quantity.js';
import { renderJson } from './json-tree.js';
import { clip, indent, type View } from './layout.js';
import { line, type Span, type StyledLine, span, type TextStyle } from './styled-line.js';
import { renderStateFacts } from './world-state.js';
import { breakAnywhere, cutLine } from './wrap-line.js';

const SHOWN_LINES = 8;
const LEAST_WIDTH = 20;
const LONGEST_JSON = 60;
const INDENT = '      ';

/** The lines of a difference. */
export function renderWorldStateDiff(diff: WorldStateDiff, view: View): StyledLine[] {
  const { from, to, operations } = diff;
  const lines: StyledLine[] = [
    line(`World state from ${describePoint(from.at)}`, 'bold'),
    ...renderStateFacts(from, view),
    line(`to ${describePoint(to.at)}`, 'bold'),
    ...renderStateFacts(to, view),
    [],
  ];
  if (operations.length === 0) return [...lines, line('No difference.')];
  let section: string | null = null;
  for (const operation of operations) {
    const [id = '', ...path] = keysOf(operation.path);
    const sign = span(`${SIGNS[operation.op]} `, STYLES[operation.op]);
    const heading = span(id, 'bold', 'cyan');
    if (path.length === 0) lines.push([sign, heading]);
    else {
      if (id !== section) lines.push([span('  '), heading]);
      lines.push([span('    '), sign, span(path.join(' › '))]);
    }
    section = id;
    lines.push(...renderValues(operation, valueAt(from.sections, operation.path), view));
  }
  return lines;
}

const SIGNS = { add: '+', remove: '-', replace: '~' } as const;
const STYLES = { add: 'green', remove: 'red', replace: 'yellow' } as const;

function renderValues(operation: WorldStateOperation, before: unknown, view: View): StyledLine[] {
  const removed = operation.op === 'add' ? [] : rowsOf(before, view);
  const added = operation.op === 'remove' ? [] : rowsOf(operation.value, view);
  const same = commonStart(removed, added);
  const sameEnd = commonStart(removed.slice(same).reverse(), added.slice(same).reverse());
  const equal = (count: number): StyledLine[] =>
    count === 0 ? [] : [line(`${INDENT}  … ${counted(count, 'equal line')}`, 'dim', 'italic')];
  return [
    ...equal(same),
    ...renderRows(removed.slice(same, removed.length - sameEnd), '-', 'red', view),
    ...renderRows(added.slice(same, added.length - sameEnd), '+', 'green', view),
    ...equal(sameEnd),
  ];
}

/** Texts by their lines, small values as JSON, others as trees. */
function rowsOf(value: unknown, view: View): string[] {
  if (value === '') return ['""'];
  if (typeof value === 'string') return splitLines(value);
  const json = stringifyJson(value);
  if (json.length <= LONGEST_JSON) return [json];
  const [, ...members] = renderJson(span(''), value, view);
  return members.map((member) => member.map(({ text }) => text).join(''));
}

/** How many rows two texts begin with in common. */
function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

function renderRows(rows: readonly string[], sign: string, style: TextStyle, view: View): StyledLine[] {
  const gutter: Span = span(`${INDENT}${sign} `, style);
  const width = Math.max(view.width - gutter.text.length, LEAST_WIDTH);
  const lines = rows.map((row) => line(row, style));
  const shown = view.full
    ? lines.flatMap((row) => breakAnywhere(row, width))
    : clip(lines, SHOWN_LINES, 0).map((row) => cutLine(row, width));
  return indent(shown, gutter, gutter);
}

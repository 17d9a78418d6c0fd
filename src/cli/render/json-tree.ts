/** Any JSON value as an indented tree: one line a member, long texts below their key. */
import { JsonNumber } from '../../events/json/json-number.js';
import { isJsonObject } from '../../events/json/json-object.js';
import { orderedKeys } from '../../events/json/key-order.js';
import { stringifyJson } from '../../events/json/stringify-json.js';
import { splitLines } from './escape-controls.js';
import { gutterBlock, indent, narrower, type View, wrapIndented } from './layout.js';
import { line, type Span, type StyledLine, span } from './styled-line.js';

const SHOWN_LINES = 6;
const STEP = span('  ');

/** The lines of a value behind its label. */
export function renderJson(label: Span, value: unknown, view: View): StyledLine[] {
  if (isTree(value)) {
    const members = entriesOf(value);
    if (members.length === 0) return [[label, ...line(Array.isArray(value) ? '  []' : '  {}', 'dim')]];
    const inner = narrower(view, 2);
    const body = members.flatMap(([key, member]) => renderJson(span(key, 'cyan'), member, inner));
    return [[label], ...indent(body, STEP, STEP)];
  }
  if (typeof value === 'string' && value.includes('\n')) {
    const text = splitLines(value).map((row) => line(row));
    return [[label], ...gutterBlock(text, view, { head: SHOWN_LINES, tail: 0 })];
  }
  if (value === '') return [[label, span('  ""', 'dim')]];
  const first = { text: `${label.text}  `, styles: label.styles };
  const words = typeof value === 'string' ? line(value) : line(stringifyJson(value), 'yellow');
  return wrapIndented(words, view, first);
}

function isTree(value: unknown): value is object {
  return Array.isArray(value) || (isJsonObject(value) && !(value instanceof JsonNumber));
}

function entriesOf(value: object): [string, unknown][] {
  if (Array.isArray(value)) return value.map((member, index) => [String(index), member]);
  return orderedKeys(value).map((key) => [key, Reflect.get(value, key)]);
}

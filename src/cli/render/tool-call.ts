/** Calls of tools: of MCP servers, of the client, and outputs a client handed in. */
import { stringifyJson } from '../../events/json/stringify-json.js';
import type { DynamicToolCallThreadItem } from '../../events/thread-item/dynamic-tool-call.js';
import type { FunctionCallOutputThreadItem } from '../../events/thread-item/function-call-output.js';
import type { McpToolCallThreadItem } from '../../events/thread-item/mcp-tool-call.js';
import { splitLines } from './escape-controls.js';
import { formatDuration } from './format-quantity.js';
import { gutterBlock, type View, wrapIndented } from './layout.js';
import { line, type Span, type StyledLine, span, type TextStyle } from './styled-line.js';
import { cutLine } from './wrap-line.js';

/** The lines of a call to an MCP server. */
export function renderMcpCall(item: McpToolCallThreadItem, view: View): StyledLine[] {
  const { server, tool, arguments: given, status, durationMs, result, error } = item;
  return [
    ...renderCall({ name: `${server}.${tool}`, given, failed: status === 'failed', durationMs }, view),
    ...textBlock((result?.content ?? []).map(partText).join('\n'), view),
    ...textBlock(error?.message ?? '', view, 'red'),
  ];
}

/** The lines of a call to a tool of the client. */
export function renderDynamicCall(item: DynamicToolCallThreadItem, view: View): StyledLine[] {
  const { namespace, tool, arguments: given, status, success, durationMs, contentItems } = item;
  const name = namespace === null ? tool : `${namespace}.${tool}`;
  const failed = status === 'failed' || success === false;
  return [
    ...renderCall({ name, given, failed, durationMs }, view),
    ...textBlock((contentItems ?? []).map(partText).join('\n'), view),
  ];
}

/** The lines of an output that a client handed in. */
export function renderFunctionCallOutput(item: FunctionCallOutputThreadItem, view: View): StyledLine[] {
  const { namespace, name, output } = item;
  const heading = [
    span('output of ', 'dim'),
    span(namespace === null ? name : `${namespace}.${name}`, 'bold'),
  ];
  const text = typeof output === 'string' ? output : output.map(partText).join('\n');
  return [...wrapIndented(heading, view, ARROW), ...textBlock(text, view)];
}

const ARROW = span('→ ', 'blue');

interface Call {
  name: string;
  given: unknown;
  failed: boolean;
  durationMs: number | null;
}

function renderCall({ name, given, failed, durationMs }: Call, view: View): StyledLine[] {
  const argumentText = given === undefined || given === null ? '' : ` ${stringifyJson(given)}`;
  const heading: Span[] = [span(name, 'bold'), span(argumentText, 'dim')];
  const end: Span[] = [
    ...(failed ? [span('  ✗ failed', 'red')] : []),
    ...(durationMs ? [span(`  ${formatDuration(durationMs)}`, 'dim')] : []),
  ];
  const shown = view.full ? heading : cutLine(heading, 2 * view.width);
  return wrapIndented([...shown, ...end], view, ARROW);
}

function textBlock(text: string, view: View, style: TextStyle = 'dim'): StyledLine[] {
  return gutterBlock(
    splitLines(text).map((one) => line(one, style)),
    view,
    { head: 4, tail: 2 },
  );
}

/** A part of a result: its text, or what it is instead. Results are opaque, so nothing is taken for granted. */
function partText(part: unknown): string {
  if (typeof part === 'object' && part !== null) {
    if ('text' in part && typeof part.text === 'string') return part.text;
    if ('type' in part && typeof part.type === 'string') return `[${part.type}]`;
  }
  return stringifyJson(part ?? null);
}

/** Calls to MCP servers: whom they go to, and what came back. */
import { isJsonObject } from '../../events/json/json-object.js';
import type { McpToolCallThreadItem } from '../../events/thread-item/mcp-tool-call.js';
import { mcpToolCallOf } from '../../events/to-thread-item/mcp-tool-call.js';
import type { OutputContent } from '../../events/value/output-content.js';
import { splitHead } from './output-head.js';
import { outputText, tellsFailure, toldDurationMs } from './output-parts.js';

const PREFIX = 'mcp__';
const BETWEEN = '__';

/** Server and tool out of the name of a function (`mcp__server__tool`, older `server__tool`) or out of its namespace. */
export function readMcpName(name: string, namespace: string | null): { server: string; tool: string } | null {
  if (namespace !== null) {
    if (!namespace.startsWith(PREFIX)) return null;
    const server = namespace.slice(PREFIX.length).replace(/__$/, '');
    return server === '' || name === '' ? null : { server, tool: name };
  }
  const full = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
  const at = full.indexOf(BETWEEN);
  if (at <= 0 || at + BETWEEN.length >= full.length) return null;
  return { server: full.slice(0, at), tool: full.slice(at + BETWEEN.length) };
}

/** The item of a call that has no result yet. */
export function beganMcpCall(
  id: string,
  { server, tool }: { server: string; tool: string },
  given: unknown,
): McpToolCallThreadItem {
  return mcpToolCallOf({ id, server, tool, arguments: given, status: 'inProgress' });
}

/** The item with its result. What the server said beside its content is not in the log. */
export function endedMcpCall(item: McpToolCallThreadItem, output: OutputContent): McpToolCallThreadItem {
  const durationMs = toldDurationMs(output);
  const text = outputText(output);
  const below = splitHead(text)?.rest ?? text;
  if (tellsFailure(below)) {
    return { ...item, status: 'failed', error: { message: below.replace(/^err: /, '') }, durationMs };
  }
  const result = { content: contentOf(output), structuredContent: null, _meta: null };
  return { ...item, status: 'completed', result, durationMs };
}

function contentOf(output: OutputContent): unknown[] {
  if (typeof output === 'string') {
    const text = splitHead(output)?.rest ?? output;
    return listedContent(text) ?? [{ type: 'text', text }];
  }
  const content: unknown[] = [];
  for (const [index, part] of output.entries()) {
    if (part.type === 'input_text') {
      const text = index === 0 ? (splitHead(part.text)?.rest ?? part.text) : part.text;
      if (index > 0 || text !== '') content.push({ type: 'text', text });
    } else if (part.type === 'input_image') content.push(imageContent(part.image_url ?? ''));
  }
  return content;
}

/** Older versions give the content as the server sent it, written as JSON. */
function listedContent(text: string): unknown[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) && json.every((part) => isJsonObject(part) && typeof part.type === 'string')
      ? json
      : null;
  } catch {
    return null;
  }
}

function imageContent(url: string): unknown {
  const inline = /^data:([^;,]+);base64,/.exec(url);
  if (inline === null) return { type: 'resource_link', uri: url };
  return { type: 'image', data: url.slice(inline[0].length), mimeType: inline[1] };
}

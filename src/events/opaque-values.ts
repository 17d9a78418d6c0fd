/**
 * Which lines hold values of tools that history shows verbatim. Only these are worth the slower lossless parser.
 */

const OPAQUE_EVENTS: ReadonlySet<unknown> = new Set([
  'mcp_tool_call_begin',
  'mcp_tool_call_end',
  'dynamic_tool_call_request',
  'dynamic_tool_call_response',
  'web_search_end',
]);

const OPAQUE_ITEMS: ReadonlySet<unknown> = new Set([
  'McpToolCall',
  'DynamicToolCall',
  'WebSearch',
  'Extension',
  'ImageGeneration',
]);

/** Whether a line, as parsed JSON, carries arguments or results of a tool into the history. */
export function keepsOpaqueValues(line: Record<string, unknown>): boolean {
  if (line.type !== 'event_msg') return false;
  const { payload } = line;
  if (typeof payload !== 'object' || payload === null || !('type' in payload)) return false;
  if (payload.type !== 'item_completed' && payload.type !== 'item_started')
    return OPAQUE_EVENTS.has(payload.type);
  const item = 'item' in payload ? payload.item : null;
  return typeof item === 'object' && item !== null && 'type' in item && OPAQUE_ITEMS.has(item.type);
}

/**
 * Calls to MCP tools from their legacy events.
 */
import type { McpToolCallBegin, McpToolCallEnd } from '../event-msg/mcp-tool-call.js';
import type { McpToolCallThreadItem } from '../thread-item/mcp-tool-call.js';
import { type McpCallFacts, mcpToolCallOf } from '../to-thread-item/mcp-tool-call.js';

function sharedFacts(event: McpToolCallBegin | McpToolCallEnd): Omit<McpCallFacts, 'status'> {
  return {
    id: event.call_id,
    server: event.invocation.server,
    tool: event.invocation.tool,
    arguments: event.invocation.arguments,
    connectorId: event.connector_id,
    mcpAppResourceUri: event.mcp_app_resource_uri,
    mcpAppUi: event.mcp_app_ui,
    linkId: event.link_id,
    appName: event.app_name,
    actionName: event.action_name,
    pluginId: event.plugin_id,
    readOnlyHint: event.read_only_hint,
  };
}

/** spec: legacy-history §4. */
export function mcpToolCallBeginItem(event: McpToolCallBegin): McpToolCallThreadItem {
  return mcpToolCallOf({ ...sharedFacts(event), status: 'inProgress' });
}

/** spec: legacy-history §4. A result that is flagged as an error makes a failed call, and is kept. */
export function mcpToolCallEndItem(event: McpToolCallEnd): McpToolCallThreadItem {
  const facts = { ...sharedFacts(event), duration: event.duration };
  if ('Err' in event.result) {
    return mcpToolCallOf({ ...facts, status: 'failed', error: { message: event.result.Err } });
  }
  const result = event.result.Ok;
  return mcpToolCallOf({ ...facts, status: result.isError === true ? 'failed' : 'completed', result });
}

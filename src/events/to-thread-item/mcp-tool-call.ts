/**
 * Calls to MCP tools, for readers.
 */
import type { McpCallStatus, McpToolCallThreadItem } from '../thread-item/mcp-tool-call.js';
import type { Duration } from '../value/duration.js';
import type { McpAppUi } from '../value/mcp-app-ui.js';
import type { McpResult } from '../value/mcp-result.js';
import { durationMs } from './duration-ms.js';

/** What canonical items and legacy events both say of such a call. */
export interface McpCallFacts {
  readonly id: string;
  readonly server: string;
  readonly tool: string;
  readonly arguments: unknown;
  readonly connectorId?: string | null | undefined;
  readonly mcpAppResourceUri?: string | null | undefined;
  readonly mcpAppUi?: McpAppUi | null | undefined;
  readonly linkId?: string | null | undefined;
  readonly appName?: string | null | undefined;
  readonly actionName?: string | null | undefined;
  readonly pluginId?: string | null | undefined;
  readonly readOnlyHint?: boolean | null | undefined;
  readonly status: McpCallStatus;
  readonly result?: McpResult | null | undefined;
  readonly error?: { readonly message: string } | null | undefined;
  readonly duration?: Duration | null | undefined;
}

function appContextOf(facts: McpCallFacts): McpToolCallThreadItem['appContext'] {
  if (typeof facts.connectorId !== 'string') return null;
  return {
    connectorId: facts.connectorId,
    linkId: facts.linkId ?? null,
    resourceUri: facts.mcpAppResourceUri ?? null,
    appName: facts.appName ?? null,
    actionName: facts.actionName ?? null,
  };
}

function resultOf({ content, structuredContent, _meta }: McpResult): McpToolCallThreadItem['result'] {
  return { content, structuredContent: structuredContent ?? null, _meta: _meta ?? null };
}

/** The app is shown only where the connector is known; whether the result was flagged as an error is not (spec: turn-items §4). */
export function mcpToolCallOf(facts: McpCallFacts): McpToolCallThreadItem {
  const { mcpAppResourceUri: uri, mcpAppUi: ui, error } = facts;
  return {
    type: 'mcpToolCall',
    id: facts.id,
    server: facts.server,
    tool: facts.tool,
    status: facts.status,
    arguments: facts.arguments ?? null,
    appContext: appContextOf(facts),
    ...(typeof uri === 'string' ? { mcpAppResourceUri: uri } : {}),
    mcpAppUi: ui
      ? { resourceUri: ui.resourceUri, preferredModelDisplayMode: ui.preferredModelDisplayMode }
      : null,
    pluginId: facts.pluginId ?? null,
    readOnlyHint: facts.readOnlyHint ?? null,
    result: facts.result ? resultOf(facts.result) : null,
    error: error ? { message: error.message } : null,
    durationMs: durationMs(facts.duration),
  };
}

/**
 * A call to a tool of an MCP server, as readers see it.
 */
import { z } from 'zod';
import { Int } from '../value/integer.js';
import { McpAppUi } from '../value/mcp-app-ui.js';
import { Opaque } from '../value/opaque.js';

/** The connected app behind the server. */
export const McpAppContext = z.looseObject({
  connectorId: z.string(),
  linkId: z.string().nullable().default(null),
  resourceUri: z.string().nullable().default(null),
  appName: z.string().nullable().default(null),
  actionName: z.string().nullable().default(null),
});
export type McpAppContext = z.infer<typeof McpAppContext>;

/** What the server answered; all of it is opaque. */
export const McpThreadResult = z.looseObject({
  content: z.array(z.unknown()),
  structuredContent: z.unknown(),
  _meta: z.unknown(),
});
export type McpThreadResult = z.infer<typeof McpThreadResult>;

export const McpCallStatus = z.enum(['inProgress', 'completed', 'failed']);
export type McpCallStatus = z.infer<typeof McpCallStatus>;

/** spec: turn-items §3. `mcpAppResourceUri` is the one key that is left out when there is none. */
export const McpToolCallThreadItem = z.looseObject({
  type: z.literal('mcpToolCall'),
  id: z.string(),
  server: z.string(),
  tool: z.string(),
  status: McpCallStatus,
  arguments: Opaque,
  appContext: McpAppContext.nullable().default(null),
  mcpAppResourceUri: z.string().nullish(),
  mcpAppUi: McpAppUi.nullable().default(null),
  pluginId: z.string().nullable().default(null),
  readOnlyHint: z.boolean().nullable().default(null),
  result: McpThreadResult.nullable().default(null),
  error: z.looseObject({ message: z.string() }).nullable().default(null),
  durationMs: Int.nullable().default(null),
});
export type McpToolCallThreadItem = z.infer<typeof McpToolCallThreadItem>;

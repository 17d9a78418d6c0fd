/**
 * The canonical item of a call to a tool of an MCP server. Its keys are camelCase in the log, unlike those of all other kinds.
 */
import { z } from 'zod';
import { Duration } from '../value/duration.js';
import { McpAppUi } from '../value/mcp-app-ui.js';
import { McpResult } from '../value/mcp-result.js';
import { Opaque } from '../value/opaque.js';

/** spec: turn-items §2. The fields from `connectorId` to `actionName` say which connected app stands behind the server. */
export const McpToolCallItem = z.looseObject({
  type: z.literal('McpToolCall'),
  id: z.string(),
  server: z.string(),
  tool: z.string(),
  arguments: Opaque,
  connectorId: z.string().nullish(),
  mcpAppResourceUri: z.string().nullish(),
  mcpAppUi: McpAppUi.nullish(),
  linkId: z.string().nullish(),
  appName: z.string().nullish(),
  actionName: z.string().nullish(),
  pluginId: z.string().nullish(),
  readOnlyHint: z.boolean().nullish(),
  status: z.enum(['inProgress', 'completed', 'failed']),
  result: McpResult.nullish(),
  error: z.looseObject({ message: z.string() }).nullish(),
  duration: Duration.nullish(),
});
export type McpToolCallItem = z.infer<typeof McpToolCallItem>;

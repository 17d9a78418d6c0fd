/**
 * Calls of tools that an MCP server offers. Arguments and results belong to that server and stay as they are, digits included.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { Duration } from '../value/duration.js';
import { McpAppUi } from '../value/mcp-app-ui.js';
import { McpResult } from '../value/mcp-result.js';

const Common = {
  call_id: z.string(),
  turn_id: z.string().default(''),
  invocation: z.looseObject({ server: z.string(), tool: z.string(), arguments: writtenAsNull(z.unknown()) }),
  connector_id: z.string().nullish(),
  mcp_app_resource_uri: z.string().nullish(),
  mcp_app_ui: McpAppUi.nullish(),
  link_id: z.string().nullish(),
  app_name: z.string().nullish(),
  action_name: z.string().nullish(),
  plugin_id: z.string().nullish(),
  read_only_hint: z.boolean().nullish(),
};

/** spec: legacy-event-shapes, Tools. An empty `turn_id` means the turn that is open. */
export const McpToolCallBegin = z.looseObject({ type: z.literal('mcp_tool_call_begin'), ...Common });
export type McpToolCallBegin = z.infer<typeof McpToolCallBegin>;

/** The result names its outcome in the spelling of Rust: `Ok` or `Err`. */
export const McpToolCallEnd = z.looseObject({
  type: z.literal('mcp_tool_call_end'),
  ...Common,
  duration: Duration,
  result: z.union([z.strictObject({ Ok: McpResult }), z.strictObject({ Err: z.string() })]),
});
export type McpToolCallEnd = z.infer<typeof McpToolCallEnd>;

/**
 * What an MCP server answered. The contents belong to that server and are passed on verbatim, digits included.
 */
import { z } from 'zod';

/** spec: legacy-event-shapes, Tools. `structuredContent` and `_meta` are opaque. */
export const McpResult = z.looseObject({
  content: z.array(z.unknown()),
  structuredContent: z.unknown().optional(),
  isError: z.boolean().nullish(),
  _meta: z.unknown().optional(),
});
export type McpResult = z.infer<typeof McpResult>;

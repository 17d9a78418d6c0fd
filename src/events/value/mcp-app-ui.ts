/**
 * The user interface that an MCP tool brings along. Its keys are camelCase in canonical items and in legacy events alike.
 */
import { z } from 'zod';

export const McpAppUi = z.looseObject({
  resourceUri: z.string(),
  preferredModelDisplayMode: z.enum(['inline', 'fullscreen']),
});
export type McpAppUi = z.infer<typeof McpAppUi>;

/**
 * A call to a tool that the client offers, as readers see it.
 */
import { z } from 'zod';
import { DynamicContentItem } from '../value/dynamic-content-item.js';
import { Int } from '../value/integer.js';
import { Opaque } from '../value/opaque.js';

/** spec: turn-items §3. */
export const DynamicToolCallThreadItem = z.looseObject({
  type: z.literal('dynamicToolCall'),
  id: z.string(),
  namespace: z.string().nullable().default(null),
  tool: z.string(),
  arguments: Opaque,
  status: z.enum(['inProgress', 'completed', 'failed']),
  contentItems: z.array(DynamicContentItem).nullable().default(null),
  success: z.boolean().nullable().default(null),
  durationMs: Int.nullable().default(null),
});
export type DynamicToolCallThreadItem = z.infer<typeof DynamicToolCallThreadItem>;

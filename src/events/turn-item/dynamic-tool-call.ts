/**
 * The canonical item of a call to a tool that the client offers.
 */
import { z } from 'zod';
import { Duration } from '../value/duration.js';
import { DynamicContentItem } from '../value/dynamic-content-item.js';
import { Opaque } from '../value/opaque.js';

/** spec: turn-items §2. */
export const DynamicToolCallItem = z.looseObject({
  type: z.literal('DynamicToolCall'),
  id: z.string(),
  namespace: z.string().nullish(),
  tool: z.string(),
  arguments: Opaque,
  status: z.enum(['in_progress', 'completed', 'failed']),
  content_items: z.array(DynamicContentItem).nullish(),
  success: z.boolean().nullish(),
  error: z.string().nullish(),
  duration: Duration.nullish(),
});
export type DynamicToolCallItem = z.infer<typeof DynamicToolCallItem>;

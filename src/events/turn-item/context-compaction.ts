/**
 * The canonical item that marks where the context was compacted.
 */
import { z } from 'zod';

/** spec: turn-items §2. */
export const ContextCompactionItem = z.looseObject({
  type: z.literal('ContextCompaction'),
  id: z.string(),
});
export type ContextCompactionItem = z.infer<typeof ContextCompactionItem>;

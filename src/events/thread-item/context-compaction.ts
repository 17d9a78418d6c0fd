/**
 * The mark where the context was compacted, as readers see it.
 */
import { z } from 'zod';

/** spec: turn-items §3. */
export const ContextCompactionThreadItem = z.looseObject({
  type: z.literal('contextCompaction'),
  id: z.string(),
});
export type ContextCompactionThreadItem = z.infer<typeof ContextCompactionThreadItem>;

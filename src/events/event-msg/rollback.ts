/**
 * The marker by which older versions took turns back; what it drops is decided by the legacy reducer.
 */
import { z } from 'zod';

/** spec: legacy-history §6. A count of 32 bits. */
export const ThreadRolledBack = z.looseObject({
  type: z.literal('thread_rolled_back'),
  num_turns: z.number().refine((count) => Number.isInteger(count) && count >= 0 && count < 2 ** 32),
});
export type ThreadRolledBack = z.infer<typeof ThreadRolledBack>;

/**
 * A pause, as readers see it.
 */
import { z } from 'zod';
import { Uint } from '../value/integer.js';

/** spec: turn-items §3. */
export const SleepThreadItem = z.looseObject({
  type: z.literal('sleep'),
  id: z.string(),
  durationMs: Uint,
});
export type SleepThreadItem = z.infer<typeof SleepThreadItem>;

/**
 * The canonical item of a pause as older versions wrote it; newer ones write an extension item of kind `clock.sleep`.
 */
import { z } from 'zod';
import { Uint } from '../value/integer.js';

/** spec: rollout-format §19. */
export const SleepItem = z.looseObject({ type: z.literal('Sleep'), id: z.string(), duration_ms: Uint });
export type SleepItem = z.infer<typeof SleepItem>;

/**
 * The notes an answer of the agent rests on, as the log writes them. Readers see `threadIds` where the log has `rolloutIds`.
 */
import { z } from 'zod';
import { Uint } from './integer.js';

/** spec: corrections-0.169 item 5. Lines count from 1. */
export const MemoryCitation = z.looseObject({
  entries: z.array(z.looseObject({ path: z.string(), lineStart: Uint, lineEnd: Uint, note: z.string() })),
  rolloutIds: z.array(z.string()),
});
export type MemoryCitation = z.infer<typeof MemoryCitation>;

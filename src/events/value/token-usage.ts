/**
 * Tokens that a model request, a turn or a thread has used.
 */
import { z } from 'zod';
import { Int } from './integer.js';

/** spec: rollout-format §10. Written by every version since 0.36; the cache-write count is newer. */
export const TokenUsage = z.looseObject({
  input_tokens: Int,
  cached_input_tokens: Int,
  cache_write_input_tokens: Int.default(0),
  output_tokens: Int,
  reasoning_output_tokens: Int,
  total_tokens: Int,
});
export type TokenUsage = z.infer<typeof TokenUsage>;

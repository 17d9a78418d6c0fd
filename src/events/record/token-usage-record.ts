/**
 * What one answer of the model cost, with the sums of its turn and thread.
 */
import { z } from 'zod';
import { ThreadId } from '../value/thread-id.js';
import { TokenUsage } from '../value/token-usage.js';

/** spec: rollout-format §10. */
export const TokenUsageRecord = z.looseObject({
  thread_id: ThreadId,
  turn_id: z.string(),
  session_id: ThreadId,
  root_turn_id: z.string(),
  response_id: z.string(),
  usage: TokenUsage,
  turn_token_usage: TokenUsage,
  thread_token_usage: TokenUsage,
});
export type TokenUsageRecord = z.infer<typeof TokenUsageRecord>;

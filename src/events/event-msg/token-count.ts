/**
 * Tokens used so far and how much of the account's limits is gone. No projector reads it.
 */
import { z } from 'zod';
import { Float, writtenAsNull } from '../canonical/written-form.js';
import { Int } from '../value/integer.js';
import { TokenUsage } from '../value/token-usage.js';

const RateLimitWindow = z.looseObject({
  used_percent: Float,
  window_minutes: writtenAsNull(Int),
  resets_at: writtenAsNull(Int),
});

const REACHED = [
  'rate_limit_reached',
  'workspace_owner_credits_depleted',
  'workspace_member_credits_depleted',
  'workspace_owner_usage_limit_reached',
  'workspace_member_usage_limit_reached',
] as const;

/** Times in unix seconds. Versions up to 0.58 write `resets_at` or `resets_in_seconds`, and neither limit nor plan. */
export const RateLimits = z.looseObject({
  limit_id: writtenAsNull(z.string()),
  limit_name: writtenAsNull(z.string()),
  primary: writtenAsNull(RateLimitWindow),
  secondary: writtenAsNull(RateLimitWindow),
  credits: writtenAsNull(
    z.looseObject({
      has_credits: z.boolean(),
      unlimited: z.boolean(),
      balance: writtenAsNull(z.string()),
    }),
  ),
  individual_limit: writtenAsNull(
    z.looseObject({ limit: z.string(), used: z.string(), remaining_percent: Int, resets_at: Int }),
  ),
  spend_control_reached: writtenAsNull(z.boolean()),
  plan_type: writtenAsNull(z.string()),
  rate_limit_reached_type: writtenAsNull(z.enum(REACHED)),
});
export type RateLimits = z.infer<typeof RateLimits>;

export const TokenCount = z.looseObject({
  type: z.literal('token_count'),
  info: writtenAsNull(
    z.looseObject({
      total_token_usage: TokenUsage,
      last_token_usage: TokenUsage,
      last_usage_includes_reasoning: z.boolean().nullish(),
      model_context_window: writtenAsNull(Int),
    }),
  ),
  rate_limits: writtenAsNull(RateLimits),
});
export type TokenCount = z.infer<typeof TokenCount>;

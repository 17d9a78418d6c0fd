/**
 * Tokens used so far and how much of the account's limits is gone. No projector reads it.
 */
import { z } from 'zod';
import { Int } from '../value/integer.js';
import { TokenUsage } from '../value/token-usage.js';

const RateLimitWindow = z.looseObject({
  used_percent: z.number(),
  window_minutes: Int.nullish(),
  resets_at: Int.nullish(),
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
  limit_id: z.string().nullish(),
  limit_name: z.string().nullish(),
  primary: RateLimitWindow.nullish(),
  secondary: RateLimitWindow.nullish(),
  credits: z
    .looseObject({ has_credits: z.boolean(), unlimited: z.boolean(), balance: z.string().nullish() })
    .nullish(),
  individual_limit: z
    .looseObject({ limit: z.string(), used: z.string(), remaining_percent: Int, resets_at: Int })
    .nullish(),
  spend_control_reached: z.boolean().nullish(),
  plan_type: z.string().nullish(),
  rate_limit_reached_type: z.enum(REACHED).nullish(),
});
export type RateLimits = z.infer<typeof RateLimits>;

export const TokenCount = z.looseObject({
  type: z.literal('token_count'),
  info: z
    .looseObject({
      total_token_usage: TokenUsage,
      last_token_usage: TokenUsage,
      last_usage_includes_reasoning: z.boolean().nullish(),
      model_context_window: Int.nullish(),
    })
    .nullish(),
  rate_limits: RateLimits.nullish(),
});
export type TokenCount = z.infer<typeof TokenCount>;

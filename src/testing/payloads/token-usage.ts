/**
 * Token counts: the record after each model response and the event after it (spec: rollout-format §10).
 * The numbers are invented but add up.
 */
import type { JsonObject } from '../json-object.js';
import { CONTEXT_WINDOW } from './turn-events.js';

export interface TokenUsage {
  input_tokens: number;
  cached_input_tokens: number;
  cache_write_input_tokens: number;
  output_tokens: number;
  reasoning_output_tokens: number;
  total_tokens: number;
}

export const NO_USAGE: TokenUsage = Object.freeze({
  input_tokens: 0,
  cached_input_tokens: 0,
  cache_write_input_tokens: 0,
  output_tokens: 0,
  reasoning_output_tokens: 0,
  total_tokens: 0,
});

export function tokenUsage(input: number, cached: number, output: number, reasoning = 0): TokenUsage {
  return {
    input_tokens: input,
    cached_input_tokens: cached,
    cache_write_input_tokens: 0,
    output_tokens: output,
    reasoning_output_tokens: reasoning,
    total_tokens: input + output,
  };
}

export function addUsage(left: TokenUsage, right: TokenUsage): TokenUsage {
  return {
    input_tokens: left.input_tokens + right.input_tokens,
    cached_input_tokens: left.cached_input_tokens + right.cached_input_tokens,
    cache_write_input_tokens: left.cache_write_input_tokens + right.cache_write_input_tokens,
    output_tokens: left.output_tokens + right.output_tokens,
    reasoning_output_tokens: left.reasoning_output_tokens + right.reasoning_output_tokens,
    total_tokens: left.total_tokens + right.total_tokens,
  };
}

export function tokenUsageRecord(record: {
  threadId: string;
  sessionId: string;
  turnId: string;
  rootTurnId: string;
  responseId: string;
  usage: TokenUsage;
  turnUsage: TokenUsage;
  threadUsage: TokenUsage;
}): JsonObject {
  return {
    thread_id: record.threadId,
    turn_id: record.turnId,
    session_id: record.sessionId,
    root_turn_id: record.rootTurnId,
    response_id: record.responseId,
    usage: record.usage,
    turn_token_usage: record.turnUsage,
    thread_token_usage: record.threadUsage,
  };
}

export function tokenCount(total: TokenUsage, last: TokenUsage): JsonObject {
  return {
    type: 'token_count',
    info: {
      total_token_usage: total,
      last_token_usage: last,
      last_usage_includes_reasoning: false,
      model_context_window: CONTEXT_WINDOW,
    },
    rate_limits: {
      limit_id: 'codex',
      limit_name: null,
      primary: null,
      secondary: null,
      credits: null,
      individual_limit: null,
      spend_control_reached: null,
      plan_type: null,
      rate_limit_reached_type: null,
    },
  };
}

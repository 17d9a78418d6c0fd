/**
 * The error of a turn for readers.
 */
import type { ThreadErrorInfo } from '../thread-item/thread-error-info.js';
import type { TurnError } from '../thread-item/turn.js';
import type { CodexErrorInfo } from '../value/codex-error-info.js';
import type { CoreTurnError } from '../value/turn-error.js';

const WORDS: Readonly<Record<Extract<CodexErrorInfo, string>, Extract<ThreadErrorInfo, string>>> = {
  context_window_exceeded: 'contextWindowExceeded',
  session_budget_exceeded: 'sessionBudgetExceeded',
  usage_limit_exceeded: 'usageLimitExceeded',
  rate_limit_exceeded: 'rateLimitExceeded',
  flex_unavailable: 'flexUnavailable',
  server_overloaded: 'serverOverloaded',
  model_not_found: 'modelNotFound',
  policy_capacity_unavailable: 'policyCapacityUnavailable',
  inference_hook_denied: 'inferenceHookDenied',
  cyber_policy: 'cyberPolicy',
  bio_policy: 'other',
  misalignment_policy_violation: 'misalignmentPolicyViolation',
  too_many_denials: 'tooManyDenials',
  internal_server_error: 'internalServerError',
  unauthorized: 'unauthorized',
  bad_request: 'badRequest',
  invalid_prompt: 'other',
  sandbox_error: 'sandboxError',
  thread_rollback_failed: 'threadRollbackFailed',
  other: 'other',
};

function httpFailure(failure: { http_status_code?: number | null | undefined }): {
  httpStatusCode: number | null;
} {
  return { httpStatusCode: failure.http_status_code ?? null };
}

/** The reason of a failure in the readers' spelling; two reasons have no word there and read as `other`. */
export function toThreadErrorInfo(info: CodexErrorInfo): ThreadErrorInfo {
  if (typeof info === 'string') return WORDS[info];
  if ('http_connection_failed' in info) {
    return { httpConnectionFailed: httpFailure(info.http_connection_failed) };
  }
  if ('response_stream_connection_failed' in info) {
    return { responseStreamConnectionFailed: httpFailure(info.response_stream_connection_failed) };
  }
  if ('response_stream_disconnected' in info) {
    return { responseStreamDisconnected: httpFailure(info.response_stream_disconnected) };
  }
  if ('response_too_many_failed_attempts' in info) {
    return { responseTooManyFailedAttempts: httpFailure(info.response_too_many_failed_attempts) };
  }
  return { activeTurnNotSteerable: { turnKind: info.active_turn_not_steerable.turn_kind } };
}

/**
 * The error that a `task_complete`, `turn_aborted` or `error` event carries, as readers see it. The two further keys are always null:
 * no rollout holds what they are for.
 *
 * Source: spec turn-items §3, legacy-history §5.
 */
export function toTurnError(error: CoreTurnError): TurnError {
  return {
    message: error.message,
    codexErrorInfo: error.codex_error_info ? toThreadErrorInfo(error.codex_error_info) : null,
    additionalDetails: null,
    misalignment: null,
  };
}

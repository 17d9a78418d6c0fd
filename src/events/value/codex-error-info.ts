/**
 * Why a turn failed, as the log names it (snake_case). Readers see the camelCase form, which is made elsewhere.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';

const ERROR_KINDS = [
  'context_window_exceeded',
  'session_budget_exceeded',
  'usage_limit_exceeded',
  'rate_limit_exceeded',
  'flex_unavailable',
  'server_overloaded',
  'model_not_found',
  'policy_capacity_unavailable',
  'inference_hook_denied',
  'cyber_policy',
  'bio_policy',
  'misalignment_policy_violation',
  'too_many_denials',
  'internal_server_error',
  'unauthorized',
  'bad_request',
  'invalid_prompt',
  'sandbox_error',
  'thread_rollback_failed',
  'other',
] as const;

const HttpFailure = z.looseObject({
  http_status_code: writtenAsNull(
    z.number().refine((code) => Number.isInteger(code) && code >= 0 && code <= 65_535),
  ),
});

const NotSteerable = z.looseObject({ turn_kind: z.enum(['review', 'compact']) });

const WITH_DETAIL = new Set([
  'http_connection_failed',
  'response_stream_connection_failed',
  'response_stream_disconnected',
  'response_too_many_failed_attempts',
  'active_turn_not_steerable',
]);

type ErrorKind = (typeof ERROR_KINDS)[number];

function isErrorKind(word: string): word is ErrorKind {
  return ERROR_KINDS.some((kind) => kind === word);
}

/** A kind may also be written as an object whose one value is null. Any other object with one unknown key counts as `other`. */
function isKindObject(value: Record<string, unknown>): boolean {
  const [key, ...more] = Object.keys(value);
  if (key === undefined || more.length > 0 || WITH_DETAIL.has(key)) return false;
  return !isErrorKind(key) || value[key] === null;
}

const KindObject = z
  .record(z.string(), z.unknown())
  .refine(isKindObject)
  .transform((value): ErrorKind => Object.keys(value).find(isErrorKind) ?? 'other');

/** What later versions may write. */
const UnknownWord = z
  .string()
  .refine((word) => !WITH_DETAIL.has(word))
  .transform((): ErrorKind => 'other');

/** spec: legacy-event-shapes, `error`. */
export const CodexErrorInfo = z.union([
  z.enum(ERROR_KINDS),
  z.strictObject({ http_connection_failed: HttpFailure }),
  z.strictObject({ response_stream_connection_failed: HttpFailure }),
  z.strictObject({ response_stream_disconnected: HttpFailure }),
  z.strictObject({ response_too_many_failed_attempts: HttpFailure }),
  z.strictObject({ active_turn_not_steerable: NotSteerable }),
  UnknownWord,
  KindObject,
]);
export type CodexErrorInfo = z.infer<typeof CodexErrorInfo>;

/**
 * Why a turn failed, as readers see it (camelCase).
 */
import { z } from 'zod';
import { Uint } from '../value/integer.js';

/** The HTTP status of a failed request, null when there was no answer. */
export const HttpFailureInfo = z.looseObject({ httpStatusCode: Uint.nullable().default(null) });
export type HttpFailureInfo = z.infer<typeof HttpFailureInfo>;

const KNOWN_WORDS = [
  'contextWindowExceeded',
  'sessionBudgetExceeded',
  'usageLimitExceeded',
  'rateLimitExceeded',
  'flexUnavailable',
  'serverOverloaded',
  'modelNotFound',
  'policyCapacityUnavailable',
  'inferenceHookDenied',
  'cyberPolicy',
  'misalignmentPolicyViolation',
  'tooManyDenials',
  'internalServerError',
  'unauthorized',
  'badRequest',
  'threadRollbackFailed',
  'sandboxError',
  'other',
] as const;

/** spec: turn-items §3. A word, or an object with one key. */
export const ThreadErrorInfo = z.union([
  z.enum(KNOWN_WORDS),
  z.strictObject({ httpConnectionFailed: HttpFailureInfo }),
  z.strictObject({ responseStreamConnectionFailed: HttpFailureInfo }),
  z.strictObject({ responseStreamDisconnected: HttpFailureInfo }),
  z.strictObject({ responseTooManyFailedAttempts: HttpFailureInfo }),
  z.strictObject({ activeTurnNotSteerable: z.looseObject({ turnKind: z.enum(['review', 'compact']) }) }),
]);
export type ThreadErrorInfo = z.infer<typeof ThreadErrorInfo>;

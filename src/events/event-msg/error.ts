/**
 * An error that the user saw. Codex has long not written it; older files have it.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { CodexErrorInfo } from '../value/codex-error-info.js';

export const ErrorEvent = z.looseObject({
  type: z.literal('error'),
  message: z.string(),
  codex_error_info: writtenAsNull(CodexErrorInfo),
});
export type ErrorEvent = z.infer<typeof ErrorEvent>;

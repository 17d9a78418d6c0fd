/**
 * The error that ended a turn, as `task_complete` and `turn_aborted` carry it.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { CodexErrorInfo } from './codex-error-info.js';

/** spec: legacy-event-shapes, Turn lifecycle. */
export const CoreTurnError = z.looseObject({
  message: z.string(),
  codex_error_info: writtenAsNull(CodexErrorInfo),
});
export type CoreTurnError = z.infer<typeof CoreTurnError>;

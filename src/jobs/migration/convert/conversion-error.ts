/**
 * Why a rollout cannot be converted. What becomes of the file is left to the job.
 */

/**
 * - `invalid_session_metadata`: no record says which thread the rollout is of, or one says a history mode that nobody knows;
 * - `already_paginated`: there is nothing to convert;
 * - `legacy_rollout_conversion_failed`: the records contradict each other in a way that would lose history.
 */
export type ConversionErrorCode =
  | 'invalid_session_metadata'
  | 'already_paginated'
  | 'legacy_rollout_conversion_failed';

export class ConversionError extends Error {
  override readonly name = 'ConversionError';

  constructor(
    readonly code: ConversionErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

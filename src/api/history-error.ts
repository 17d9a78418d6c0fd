/**
 * The errors of the history service, with codes that mean the same in the CLI, over JSON-RPC and over HTTP. Which number a
 * surface shows for a code is that surface's business.
 */

export type HistoryErrorCode =
  /** The request is understood and cannot be granted: bad cursor, archived thread, unknown turn. */
  | 'invalid_request'
  /** A parameter has the wrong form. */
  | 'invalid_params'
  /** No thread of that id in any home. */
  | 'thread_not_found'
  /** The operation does not exist for this thread. */
  | 'unsupported'
  /** Somebody else holds what is needed; trying again can help. */
  | 'conflict'
  /** Something broke that the caller cannot mend. */
  | 'internal';

const MARKER = Symbol.for('threadloom.HistoryError');

/** A failure of a history operation. `message` names the thing, what was found and what to do. */
export class HistoryError extends Error {
  readonly code: HistoryErrorCode;
  readonly [MARKER] = true;

  constructor(code: HistoryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HistoryError';
    this.code = code;
  }
}

/** Recognises history errors also across two copies of this package. */
export function isHistoryError(error: unknown): error is HistoryError {
  return typeof error === 'object' && error !== null && MARKER in error;
}

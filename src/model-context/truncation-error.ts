/** Why a log cannot be cut where somebody asks for it. */

export type TruncationErrorCode =
  /** No turn of that id, or it was rolled back, or no record says where it begins. */
  | 'turn_not_found'
  /** The turn has not come to its end. */
  | 'turn_in_progress';

export class TruncationError extends Error {
  readonly code: TruncationErrorCode;
  readonly turnId: string;

  constructor(code: TruncationErrorCode, turnId: string) {
    super(`Turn ${turnId} ${FOUND[code]}.`);
    this.name = 'TruncationError';
    this.code = code;
    this.turnId = turnId;
  }
}

const FOUND = {
  turn_not_found: 'was not found among the turns that can be cut at',
  turn_in_progress: 'has not come to its end; cut before it, or wait',
} as const;

/**
 * The one error of this room: a rollout, or a chain of rollouts, that cannot be used as asked.
 * Damage inside lines is no error here; it travels as lines for the projector to judge.
 */

export type RolloutErrorCode =
  | 'not_found'
  | 'is_directory'
  | 'is_link'
  | 'not_a_rollout'
  | 'no_access'
  | 'unreadable'
  | 'empty'
  | 'damaged_compression'
  | 'unsupported_compression'
  | 'unknown_history_mode'
  | 'lineage_cycle'
  | 'lineage_not_paginated'
  | 'lineage_bad_cutoff'
  | 'lineage_other_thread';

export interface RolloutErrorDetails {
  code: RolloutErrorCode;
  /** The file it is about, as it was asked for. */
  path: string;
  /** What was found, as the rest of a sentence that starts with the path: `is a directory`. */
  found: string;
  /** What the reader of the message can do about it, as a sentence without its full stop. */
  hint: string;
  cause?: unknown;
}

export class RolloutError extends Error {
  readonly code: RolloutErrorCode;
  readonly path: string;
  readonly hint: string;

  constructor(details: RolloutErrorDetails) {
    const { code, path, found, hint, cause } = details;
    super(`Rollout ${path} ${found}. ${hint}.`, cause === undefined ? undefined : { cause });
    this.name = 'RolloutError';
    this.code = code;
    this.path = path;
    this.hint = hint;
  }
}

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
  | 'lineage_other_thread'
  | 'exists'
  | 'disk_full'
  | 'write_failed'
  | 'changed_elsewhere'
  | 'closed'
  | 'no_session_meta'
  | 'no_ordinal'
  | 'incomplete_prefix'
  | 'ordinal_overflow'
  | 'thread_locked'
  | 'locks_busy';

export interface RolloutErrorDetails {
  code: RolloutErrorCode;
  /** The file it is about, as it was asked for. */
  path: string;
  /** What the sentence is about; `Rollout <path>` unless told. */
  subject?: string;
  /** What was found, as the rest of a sentence that starts with the subject: `is a directory`. */
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
    const { code, path, subject = `Rollout ${path}`, found, hint, cause } = details;
    super(`${subject} ${found}. ${hint}.`, cause === undefined ? undefined : { cause });
    this.name = 'RolloutError';
    this.code = code;
    this.path = path;
    this.hint = hint;
  }
}

/** What can become of a rollout that is to be compressed. */

/**
 * Why a rollout was left as it is:
 *
 * - `already_compressed`: only its compressed file is there
 * - `not_cold`: modified too recently
 * - `busy`: somebody writes the thread
 * - `changed`: modified, moved or deleted while it was compressed
 * - `empty`: has no bytes
 * - `link`, `hard_link`, `not_a_file`: is no regular file of its own
 * - `unusual_name`: its name is not the one that Codex gives to a rollout of this thread
 * - `no_session_meta`: nothing in it says what it is (spec: rollout-format §4); the envelope-less files of 2025 too
 * - `other_owner`: belongs to another user, who could not read what we write
 * - `conflicting_twin`: a compressed file lies beside it that holds something else
 * - `gone`: is not there any more
 * - `stopped`: whoever asked for it does not want it any more
 */
export type CompressionSkip =
  | 'already_compressed'
  | 'not_cold'
  | 'busy'
  | 'changed'
  | 'empty'
  | 'link'
  | 'hard_link'
  | 'not_a_file'
  | 'unusual_name'
  | 'no_session_meta'
  | 'other_owner'
  | 'conflicting_twin'
  | 'gone'
  | 'stopped';

/** `finished`: it had been compressed before, and only the plain file was still to be removed. */
export type CompressionOutcome =
  | { status: 'compressed' | 'finished'; plainBytes: number; compressedBytes: number }
  | { status: 'skipped'; reason: CompressionSkip };

export function skipped(reason: CompressionSkip): CompressionOutcome {
  return { status: 'skipped', reason };
}

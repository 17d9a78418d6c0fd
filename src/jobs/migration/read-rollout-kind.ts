/** Finds out from the head of a rollout whose it is and what is to be done with it (spec: migration §3). */

import type { RolloutHead } from '../../rollout/head-scan.js';
import { readRolloutHead } from '../../rollout/read-rollout-head.js';
import { RolloutError, type RolloutErrorCode } from '../../rollout/rollout-error.js';
import type { RolloutFile } from '../../rollout/rollout-file.js';
import { failure } from './migration-report.js';
import { findMoved } from './scan-rollouts.js';

export interface KnownRollout {
  /** As it is named and lies by now. */
  file: RolloutFile;
  /** Lower case. */
  threadId: string;
  /** Of the file; the thread's unless the name says otherwise. */
  rolloutId: string;
  historyMode: 'legacy' | 'paginated';
}

const UNREADABLE_META: ReadonlySet<RolloutErrorCode> = new Set(['unknown_history_mode']);

/**
 * A file that was moved since it was found is followed. `empty` for a file without a byte.
 * @throws MigrationStop
 */
export function readRolloutKind(found: RolloutFile): KnownRollout | 'empty' {
  const { file, head } = readFollowing(found);
  if (head.format === 'empty') return 'empty';
  const { meta } = head;
  if (meta === null) {
    const what =
      head.format === 'bare'
        ? 'is of the form of 2025, which Codex cannot open either'
        : 'has no session_meta that could be read';
    throw failure('invalid_session_metadata', `Rollout ${file.path} ${what}.`);
  }
  const threadId = meta.id.toLowerCase();
  return { file, threadId, rolloutId: file.rolloutId ?? threadId, historyMode: head.historyMode };
}

function readFollowing(file: RolloutFile): { file: RolloutFile; head: RolloutHead } {
  try {
    return { file, head: read(file) };
  } catch (error) {
    const moved = error instanceof RolloutError && error.code === 'not_found' ? findMoved(file) : null;
    if (moved === null) throw explained(error);
    try {
      return { file: moved, head: read(moved) };
    } catch (again) {
      throw explained(again);
    }
  }
}

function read({ path }: RolloutFile): RolloutHead {
  return readRolloutHead({ path });
}

function explained(error: unknown): unknown {
  if (!(error instanceof RolloutError)) return error;
  const reason = UNREADABLE_META.has(error.code) ? 'invalid_session_metadata' : 'rollout_read_failed';
  return failure(reason, error.message, error);
}

/** Holds off writers of a thread, in this process and in others, for as long as a rollout of it changes its files. */

import type { FileSystem } from '../../files/file-system.js';
import { RolloutError, type RolloutErrorCode } from '../rollout-error.js';
import { acquireWriterLock, type WriterLock } from '../writing/writer-lock.js';
import type { CompressibleRollout } from './inspect-rollout.js';

const LOCKED: ReadonlySet<RolloutErrorCode> = new Set(['thread_locked', 'locks_busy']);

export interface SwitchOptions {
  fs: FileSystem;
  home: string;
  now: () => number;
  rollout: CompressibleRollout;
}

/** What `change` returns, run under the writer lock of the thread; `busy` when somebody else has that. */
export function whileNobodyWrites<Result>(options: SwitchOptions, change: () => Result): Result | 'busy' {
  const lock = tryLock(options);
  if (lock === null) return 'busy';
  try {
    return change();
  } finally {
    lock.release();
  }
}

function tryLock({ fs, home, now, rollout }: SwitchOptions): WriterLock | null {
  try {
    return acquireWriterLock({ home, threadId: rollout.threadId, fs, now });
  } catch (error) {
    if (error instanceof RolloutError && LOCKED.has(error.code)) return null;
    throw error;
  }
}

/** Keeps the write-ahead log of a long-running process small: folded in while it works, emptied when it rests. */
import { statSync } from 'node:fs';
import type { HistoryDatabase } from './open-history-database.js';
import { StoreError } from './store-error.js';

/** A log that is smaller than this does no harm. */
const WORTH_IT_BYTES = 1024 * 1024;
const EVERY_MS = 5_000;

export interface KeepLogSmallOptions {
  database: HistoryDatabase;
  /** Between two looks, in milliseconds. */
  everyMs?: number;
  /** Told of a full or failing disk; the log stays, and nothing is lost. */
  onError: (error: unknown) => void;
}

/** Begins; the result ends it. Does not keep the process alive. */
export function keepLogSmall({ database, everyMs = EVERY_MS, onError }: KeepLogSmallOptions): () => void {
  let seen = '';
  let done = '';
  const look = (): void => {
    const log = statSync(`${database.path}-wal`, { bigint: true, throwIfNoEntry: false });
    if (log === undefined || log.size < WORTH_IT_BYTES) return;
    const state = `${log.ino} ${log.mtimeNs}`;
    const resting = state === seen;
    seen = state;
    const mode = resting ? 'TRUNCATE' : 'PASSIVE';
    if (done === `${mode} ${state}`) return;
    try {
      database.checkpoint(mode);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      onError(error);
    }
    done = `${mode} ${state}`;
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

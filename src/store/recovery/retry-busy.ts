/** Waits for a write lock longer than SQLite does, within bounds, and never at the same beat as others who wait. */
import { pause } from '../../files/pause.js';
import { isBusy } from './explain-store-failure.js';

const ATTEMPTS = 3;
const LEAST_PAUSE_MS = 20;
const PAUSE_SPREAD_MS = 180;

export interface RetryBusyOptions {
  /** 3 unless told; each waits SQLite's own busy timeout. */
  attempts?: number | undefined;
  /** Waits that many milliseconds. */
  sleep?: ((ms: number) => void) | undefined;
  /** From 0 to 1. */
  random?: (() => number) | undefined;
}

/**
 * Runs `attempt` again while others hold the lock. It is told to call `started` once it has the lock: what fails from then
 * on is never run again.
 *
 * @throws what the last attempt failed with
 */
export function retryBusy<Result>(
  attempt: (started: () => void) => Result,
  { attempts = ATTEMPTS, sleep = pause, random = Math.random }: RetryBusyOptions = {},
): Result {
  for (let left = attempts - 1; ; left--) {
    let begun = false;
    try {
      return attempt(() => {
        begun = true;
      });
    } catch (error) {
      if (begun || left <= 0 || !isBusy(error)) throw error;
      sleep(LEAST_PAUSE_MS + random() * PAUSE_SPREAD_MS);
    }
  }
}

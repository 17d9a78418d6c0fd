/** Keeps reading below a rate, by pauses between pieces of work; for those who must leave a disk to others. */
import { setTimeout as sleepFor } from 'node:timers/promises';

export interface ThrottleOptions {
  /** Plain text; over the whole time, so that a long piece is followed by a long pause. */
  maxBytesPerSecond: number;
  /** Milliseconds; any start will do. */
  now: () => number;
  /** Ends pauses early. */
  signal?: AbortSignal | undefined;
  sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

export interface Throttle {
  /** Waits until having read `bytes` since the start is no faster than allowed. */
  pause(bytes: number): Promise<void>;
}

/** Starts the clock. */
export function createThrottle({ maxBytesPerSecond, now, signal, sleep = rest }: ThrottleOptions): Throttle {
  const started = now();
  return {
    async pause(bytes) {
      const ahead = started + (bytes * 1_000) / maxBytesPerSecond - now();
      if (ahead > 0) await sleep(ahead, signal);
    },
  };
}

async function rest(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  try {
    await sleepFor(ms, undefined, { ...(signal && { signal }) });
  } catch (error) {
    // Whoever stops the work stops the waiting.
    if (!signal?.aborted) throw error;
  }
}

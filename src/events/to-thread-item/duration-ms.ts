/**
 * Durations of the log in whole milliseconds, as readers see them.
 */
import type { Duration } from '../value/duration.js';

const LARGEST_INT64 = 2 ** 63;

/** Whole milliseconds, rounded down; null for no duration and for one too long to be counted. */
export function durationMs(duration: Duration | null | undefined): number | null {
  if (duration === null || duration === undefined) return null;
  const milliseconds = duration.secs * 1000 + Math.floor(duration.nanos / 1_000_000);
  return milliseconds < LARGEST_INT64 ? milliseconds : null;
}

/**
 * The clock of the builders. It stands still until somebody moves it, so that the same calls give the same bytes.
 */

/** Milliseconds since the epoch, moved only by `advance`. */
export interface TestClock {
  now(): number;
  advance(milliseconds: number): void;
}

/** The instant at which builders start when they are given no clock. */
export const DEFAULT_START = '2026-03-02T09:00:00.000Z';

/**
 * Makes a clock that stands at `start` (anything `Date` understands).
 *
 * @throws RangeError when `start` is no date.
 */
export function createTestClock(start: string | number | Date = DEFAULT_START): TestClock {
  let now = new Date(start).getTime();
  if (Number.isNaN(now)) throw new RangeError(`not a date: ${String(start)}`);
  return {
    now: () => now,
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

/** UTC with exactly three fraction digits, as rollout lines carry it (spec: rollout-format §1). */
export function lineTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** Moments as people write them in options: a date, or how long ago. */
import { InvalidArgumentError } from 'commander';
import { parseDuration } from './parse-duration.js';

/** A moment, once it is known what time it is now (both unix milliseconds). */
export type Since = (now: number) => number;

const DATE = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?)?$/;

/** `2026-03-01`, `2026-03-01T09:30:00Z`, or `7d` for seven days ago; a time without a zone is a local one. */
export function parseSince(text: string): Since {
  if (DATE.test(text)) {
    // A date alone is of this place, too, as a date with a time is.
    const moment = Date.parse(text.length === 10 ? `${text}T00:00` : text);
    if (!Number.isNaN(moment)) return () => moment;
  }
  try {
    const duration = parseDuration(text);
    return (now) => now - duration;
  } catch {
    throw new InvalidArgumentError('a date such as 2026-03-01, or a duration such as 7d, is needed');
  }
}

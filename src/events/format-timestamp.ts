/**
 * The time of a line as the log writes it.
 */

/**
 * `YYYY-MM-DDTHH:MM:SS.mmmZ`, always with three digits of a second (spec: rollout-format §1).
 *
 * @param ms unix milliseconds; a fraction is cut off.
 * @throws RangeError for a time that has no such text: not finite, or outside the years 0 to 9999.
 */
export function formatTimestamp(ms: number): string {
  const text = new Date(Math.floor(ms)).toISOString();
  if (text.length !== 24) throw new RangeError(`no timestamp for ${ms} ms: the year needs four digits`);
  return text;
}

/** The write time of a line, for records that carry no time of their own. */

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** Unix milliseconds of an RFC 3339 timestamp, or null when it is none (spec projection §6). */
export function lineTimeMs(timestamp: string): number | null {
  if (!RFC_3339.test(timestamp)) return null;
  const ms = Date.parse(timestamp);
  return Number.isNaN(ms) ? null : ms;
}

/** How much of one output or result a paginated rollout keeps. */

/** In bytes of UTF-8: 64 KiB (spec: rollout-format §14). */
export const SIZE_CAP = 65_536;

/** No UTF-16 unit takes more bytes of UTF-8. */
const MOST_BYTES = 3;

/** Whether a text has more bytes of UTF-8 than the cap; most are short enough not to be counted. */
export function isOverCap(text: string): boolean {
  return text.length * MOST_BYTES > SIZE_CAP && Buffer.byteLength(text) > SIZE_CAP;
}

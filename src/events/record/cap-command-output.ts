/**
 * The output of a command, short enough for a paginated rollout.
 */
import { cutMiddle } from './middle-cut.js';
import { isOverCap, SIZE_CAP } from './size-cap.js';

const MARKER = '\n... command output truncated for persistence ...\n';

/**
 * An output of at most 64 KiB of UTF-8: itself, or its first and last part with a marker between them, together 65,536 bytes or, where
 * characters do not fit, a few less (spec: corrections-0.169 item 11).
 */
export function capCommandOutput(output: string): string {
  if (!isOverCap(output)) return output;
  const { head, tail } = cutMiddle(Buffer.from(output), SIZE_CAP - Buffer.byteLength(MARKER));
  return `${head}${MARKER}${tail}`;
}

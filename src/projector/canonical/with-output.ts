/** Puts a command's output, held back while its line was decoded, into the JSON of its item. */
import { STAND_IN } from '../../events/plain/held-text.js';

/** After the output come only numbers, so the last place that looks like it is it. */
const PLACE = `"aggregatedOutput":"${STAND_IN}"`;

/**
 * @param itemJson JSON of a command item with the stand-in in the place of its output
 * @param output the output as JSON text, without quotes
 * @returns the whole JSON as UTF-8, in memory of its own
 * @throws Error when there is no stand-in, which would lose the output
 */
export function withOutput(itemJson: string, output: Uint8Array): Uint8Array {
  const at = itemJson.lastIndexOf(PLACE);
  if (at === -1) throw new Error('a command without a place for its output');
  const before = itemJson.slice(0, at + PLACE.length - STAND_IN.length - 1);
  const after = itemJson.slice(at + PLACE.length - 1);
  const beforeBytes = Buffer.byteLength(before);
  const bytes = Buffer.allocUnsafe(beforeBytes + output.length + after.length);
  bytes.write(before);
  bytes.set(output, beforeBytes);
  bytes.write(after, beforeBytes + output.length, 'latin1');
  return bytes;
}

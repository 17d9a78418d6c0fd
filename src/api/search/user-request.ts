/**
 * What the user typed, without what an editor put in front of it.
 */
import { trimWhiteSpace } from '../../events/to-thread-item/trim-white-space.js';

/** Editors hand over open files and selections above this line, in the same text (spec reads §6). */
const REQUEST_MARKER = '## My request for Codex:';

/** The text behind the first marker, or the whole text where there is none; without white space at either end. */
export function userRequest(text: string): string {
  const at = text.indexOf(REQUEST_MARKER);
  return trimWhiteSpace(at === -1 ? text : text.slice(at + REQUEST_MARKER.length));
}

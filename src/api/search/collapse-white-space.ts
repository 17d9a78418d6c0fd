/**
 * White space made one space, as search does before it looks at rendered text. Unicode's idea of white space: U+0085 counts, U+FEFF
 * does not.
 */
import { trimWhiteSpace } from '../../events/to-thread-item/trim-white-space.js';

const WHITE_SPACE = /\p{White_Space}+/gu;

/** The words of a text with single spaces between them and none at either end. */
export function collapseWhiteSpace(text: string): string {
  return trimWhiteSpace(text).replace(WHITE_SPACE, ' ');
}

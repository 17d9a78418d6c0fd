/**
 * Cuts a snippet out of a text, around a match: 49 characters before it and 96 after at the most, with dots where something was
 * left out (spec reads §6).
 */
import { trimWhiteSpace } from '../../events/to-thread-item/trim-white-space.js';
import type { TextRange } from './find-occurrences.js';

const CHARACTERS_BEFORE = 49;
const CHARACTERS_AFTER = 96;
const CUT_BEFORE = '... ';
const CUT_AFTER = ' ...';

/** A snippet as `thread/searchOccurrences` shows it; the range is that of the match inside the snippet. */
export interface OccurrenceSnippet {
  readonly snippet: string;
  readonly snippetMatchRange: TextRange;
}

/** The snippet of one occurrence, cut on the boundaries of characters. All ranges count UTF-16 code units. */
export function cutOccurrenceSnippet(text: string, match: TextRange): OccurrenceSnippet {
  const { start, end } = windowAround(text, match);
  const before = start > 0 ? CUT_BEFORE : '';
  const after = end < text.length ? CUT_AFTER : '';
  const shift = before.length - start;
  return {
    snippet: before + text.slice(start, end) + after,
    snippetMatchRange: { start: match.start + shift, end: match.end + shift },
  };
}

/** The snippet as `thread/search` shows it: the same cut, without white space at its ends. */
export function cutRolloutSnippet(text: string, match: TextRange): string {
  const { start, end } = windowAround(text, match);
  const shown = trimWhiteSpace(text.slice(start, end));
  return (start > 0 ? CUT_BEFORE : '') + shown + (end < text.length ? CUT_AFTER : '');
}

function windowAround(text: string, match: TextRange): TextRange {
  let { start, end } = match;
  for (let count = 0; count < CHARACTERS_BEFORE && start > 0; count++) {
    start -= isPairAt(text, start - 2) ? 2 : 1;
  }
  for (let count = 0; count < CHARACTERS_AFTER && end < text.length; count++) {
    end += isPairAt(text, end) ? 2 : 1;
  }
  return { start, end };
}

function isPairAt(text: string, at: number): boolean {
  return at >= 0 && (text.codePointAt(at) ?? 0) > 0xffff;
}

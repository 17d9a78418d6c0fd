/**
 * Finds a search term in a text: literally, whatever the case, from left to right and without overlaps (spec reads §6). Observed in
 * Codex 0.169.0: both sides are case-folded, and a match that begins or ends inside a folded character takes the whole character.
 */
import { foldCase } from './fold-case.js';

/** A part of a text in UTF-16 code units, the end excluded. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Yields the occurrences of a term, one at a time, so that a page stops the search where it is full. Ranges lie on the boundaries of
 * characters. An empty term, and one with half a surrogate pair, occurs nowhere.
 *
 * @param term matched as it is, white space included
 */
export function* findOccurrences(text: string, term: string): Generator<TextRange, void, undefined> {
  if (term === '' || LONE_SURROGATE.test(term)) return;
  const { folded, origins } = foldCase(text);
  const sought = foldCase(term).folded;
  let from = 0;
  for (;;) {
    const at = folded.indexOf(sought, from);
    if (at === -1) return;
    from = at + sought.length;
    if (origins === null) {
      yield { start: at, end: from };
      continue;
    }
    // What is left of a character that was matched in part belongs to this match: ﬃ holds one f, not two.
    while (origins[from] === origins[from - 1]) from++;
    yield { start: origins[at] ?? 0, end: origins[from] ?? text.length };
  }
}

/**
 * The one rule that both searches have for a term: it is not blank.
 */
import { trimWhiteSpace } from '../../events/to-thread-item/trim-white-space.js';
import { HistoryError } from '../history-error.js';

/**
 * Refuses a blank term.
 *
 * @param method named in the message, as the caller knows it: `thread/search`, `thread/searchOccurrences`
 * @returns the term without white space around it, which is what `thread/search` looks for; `thread/searchOccurrences` looks for
 * the term as it was given
 * @throws HistoryError `invalid_request` when nothing but white space is in it
 */
export function requireSearchTerm(term: string, method: string): string {
  const trimmed = trimWhiteSpace(term);
  if (trimmed === '') throw new HistoryError('invalid_request', `${method} requires a non-empty searchTerm`);
  return trimmed;
}

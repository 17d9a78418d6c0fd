/** The two ends of a code review. */
import type {
  EnteredReviewModeThreadItem,
  ExitedReviewModeThreadItem,
} from '../../events/thread-item/review-mode.js';
import { indent, narrower, type View, wrapIndented } from './layout.js';
import { renderMarkdown } from './markdown.js';
import { line, type StyledLine, span } from './styled-line.js';

const MARK = span('◆ ', 'magenta');

/** What is reviewed. */
export function renderReviewStart({ review }: EnteredReviewModeThreadItem, view: View): StyledLine[] {
  return wrapIndented([span('review: ', 'magenta'), span(review, 'bold')], view, MARK);
}

/** What the reviewer found. */
export function renderReviewEnd({ review }: ExitedReviewModeThreadItem, view: View): StyledLine[] {
  const found = indent(renderMarkdown(review, narrower(view, 2)), span('  '));
  return [...wrapIndented(line('review ended', 'magenta'), view, MARK), ...found];
}

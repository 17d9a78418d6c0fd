/** A proposed plan. */
import type { PlanThreadItem } from '../../events/thread-item/plan.js';
import { indent, narrower, type View } from './layout.js';
import { renderMarkdown } from './markdown.js';
import { line, type StyledLine, span } from './styled-line.js';

/** The lines of a plan, set off by a bar. */
export function renderPlan({ text }: PlanThreadItem, view: View): StyledLine[] {
  const bar = span('┃ ', 'magenta');
  const body = [line('Plan', 'magenta', 'bold'), ...renderMarkdown(text, narrower(view, 2))];
  return indent(body, bar, bar);
}

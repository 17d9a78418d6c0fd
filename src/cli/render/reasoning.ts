/** The agent's reasoning, dimmed: the summary, and with everything shown also the raw text. */
import type { ReasoningThreadItem } from '../../events/thread-item/reasoning.js';
import { indent, narrower, type View } from './layout.js';
import { renderMarkdown } from './markdown.js';
import { restyle, type StyledLine, span } from './styled-line.js';

/** The lines of a reasoning item; none when it is encrypted and has no summary. */
export function renderReasoning({ summary, content }: ReasoningThreadItem, view: View): StyledLine[] {
  const parts = view.full || summary.length === 0 ? [...summary, ...content] : summary;
  const inner = narrower(view, 2);
  const lines = parts.flatMap((part) => renderMarkdown(part, inner));
  return indent(
    lines.map((styled) => restyle(styled, 'dim', 'italic')),
    span('∴ ', 'dim'),
  );
}

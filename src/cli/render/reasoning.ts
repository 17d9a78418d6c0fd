/** The agent's reasoning, dimmed: the summary, and with everything shown also the raw text. */
import type { ReasoningThreadItem } from '../../events/thread-item/reasoning.js';
import { clip, indent, narrower, type View } from './layout.js';
import { renderMarkdown } from './markdown.js';
import { restyle, type StyledLine, span } from './styled-line.js';

const MOST_LINES = 12;

/** The lines of a reasoning item; none when it is encrypted and has no summary. */
export function renderReasoning({ summary, content }: ReasoningThreadItem, view: View): StyledLine[] {
  const parts = view.full || summary.length === 0 ? [...summary, ...content] : summary;
  const inner = narrower(view, 2);
  const lines: StyledLine[] = [];
  let apart = false;
  for (const part of parts) {
    const rendered = renderMarkdown(part, inner);
    // Titles stay together, paragraphs stand apart.
    if (apart || (lines.length > 0 && rendered.length > 1)) lines.push([]);
    for (const styled of rendered) lines.push(restyle(styled, 'dim', 'italic'));
    apart = rendered.length > 1;
  }
  return indent(view.full ? lines : clip(lines, MOST_LINES, 0), span('∴ ', 'dim'));
}

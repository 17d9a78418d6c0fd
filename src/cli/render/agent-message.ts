/** What the agent said, with the questions and sources that came with it. */
import type { AgentMessageThreadItem } from '../../events/thread-item/agent-message.js';
import { type View, wrapIndented } from './layout.js';
import { renderMarkdown } from './markdown.js';
import { line, type StyledLine, span } from './styled-line.js';

/** The lines of an agent message. */
export function renderAgentMessage(
  { text, questions, memoryCitation, moderation }: AgentMessageThreadItem,
  view: View,
): StyledLine[] {
  const lines = renderMarkdown(text, view);
  for (const { title, options } of questions ?? []) {
    lines.push([], ...wrapIndented(line(title, 'bold'), view, span('? ', 'yellow')));
    for (const option of options ?? []) lines.push(...wrapIndented(line(option), view, span('  ○ ', 'dim')));
  }
  for (const { path, lineStart, lineEnd, note } of memoryCitation?.entries ?? []) {
    const place = `${path}:${lineStart}-${lineEnd}`;
    lines.push(...wrapIndented(line(`${place}  ${note}`, 'dim'), view, span('  source: ', 'dim')));
  }
  if (moderation?.moderated) lines.push(line('(moderated)', 'dim'));
  return lines;
}

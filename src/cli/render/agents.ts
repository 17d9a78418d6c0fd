/** What a thread does with other agents: calls that start, address or await them, and what becomes of them. */
import type { CollabAgentToolCallThreadItem } from '../../events/thread-item/collab-agent-tool-call.js';
import type { SubAgentActivityThreadItem } from '../../events/thread-item/sub-agent-activity.js';
import { splitLines } from './escape-controls.js';
import { gutterBlock, type View, wrapIndented } from './layout.js';
import { line, type Span, type StyledLine, span } from './styled-line.js';

const FORK = span('⑂ ', 'magenta');

/** The lines of a call to other agents. */
export function renderCollabCall(item: CollabAgentToolCallThreadItem, view: View): StyledLine[] {
  const { tool, receiverThreadIds, prompt, status, agentsStates } = item;
  const heading: Span[] = [span(wordsOf(tool), 'bold'), span(` ${receiverThreadIds.join(' ')}`, 'dim')];
  if (status === 'failed' || status === 'interrupted') heading.push(span(`  ✗ ${status}`, 'red'));
  const states = Object.entries(agentsStates).flatMap(([threadId, { status: state, message }]) => [
    line(`${threadId}: ${wordsOf(state)}`, 'dim'),
    ...splitLines(message ?? '').map((text) => line(`  ${text}`, 'dim')),
  ]);
  const said = splitLines(prompt ?? '').map((text) => line(text));
  return [
    ...wrapIndented(heading, view, FORK),
    ...gutterBlock([...said, ...states], view, { head: 6, tail: 4 }),
  ];
}

/** The line of something that happened to a sub-agent. */
export function renderSubAgentActivity(item: SubAgentActivityThreadItem, view: View): StyledLine[] {
  const { kind, agentPath, agentThreadId, model } = item;
  const heading = [
    span(`agent ${agentPath}`, 'bold'),
    span(` ${wordsOf(kind)}`),
    span(`  ${agentThreadId}${model === null ? '' : ` · ${model}`}`, 'dim'),
  ];
  return wrapIndented(heading, view, FORK);
}

/** `spawnAgent` → `spawn agent` */
function wordsOf(camelCase: string): string {
  return camelCase.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

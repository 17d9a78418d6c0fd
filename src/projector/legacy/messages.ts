/**
 * User messages, agent messages and reasoning (spec: legacy-history §3).
 */
import type {
  AgentMessage,
  AgentReasoning,
  AgentReasoningRawContent,
  UserMessage,
} from '../../events/event-msg/messages.js';
import { agentMessageItem } from '../../events/legacy-thread-item/agent-message.js';
import { userMessageItem } from '../../events/legacy-thread-item/user-message.js';
import { type LegacyStep, takeItemId } from './legacy-step.js';
import { closeTurn, ensureTurn } from './open-turn.js';
import { pushItem, replaceLastItem } from './place-item.js';

/**
 * Adds a user message. It starts a new turn unless the open one was started by `task_started` (then it steers that turn)
 * or the open one holds nothing but a compaction.
 */
export function onUserMessage(step: LegacyStep, event: UserMessage): void {
  const { current } = step.state;
  if (current !== null && current.origin !== 'started') {
    const compactionOnly = current.sawCompaction && current.itemCount === 0;
    if (!compactionOnly) closeTurn(step);
  }
  pushItem(step, userMessageItem(event, takeItemId(step)));
}

/** Adds an agent message; an empty one leaves no trace, not even in the numbering. */
export function onAgentMessage(step: LegacyStep, event: AgentMessage): void {
  if (event.message !== '') pushItem(step, agentMessageItem(event, takeItemId(step)));
}

/** Adds a part of the reasoning summary. */
export function onAgentReasoning(step: LegacyStep, event: AgentReasoning): void {
  addReasoning(step, 'summary', event.text);
}

/** Adds a part of the raw reasoning. */
export function onAgentReasoningRawContent(step: LegacyStep, event: AgentReasoningRawContent): void {
  addReasoning(step, 'content', event.text);
}

/** Reasoning goes on in the item at the end of the turn as long as nothing else came between. */
function addReasoning(step: LegacyStep, part: 'summary' | 'content', text: string): void {
  if (text === '') return;
  const turn = ensureTurn(step);
  const reasoning = turn.lastItem?.reasoning ?? null;
  if (reasoning === null) {
    pushItem(step, { type: 'reasoning', id: takeItemId(step), summary: [], content: [], [part]: [text] });
  } else {
    replaceLastItem(step, turn, { ...reasoning, [part]: [...reasoning[part], text] });
  }
}

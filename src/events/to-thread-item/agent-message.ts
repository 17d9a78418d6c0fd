/**
 * Messages of the agent for readers.
 */
import type {
  AgentMessageModeration,
  AgentMessageThreadItem,
  ThreadMemoryCitation,
} from '../thread-item/agent-message.js';
import type { AgentMessageItem } from '../turn-item/agent-message.js';
import type { AgentQuestion } from '../value/agent-question.js';
import type { MemoryCitation } from '../value/memory-citation.js';
import type { MessagePhase } from '../value/message-phase.js';

/** What canonical items and legacy events both say of a message besides its text. */
export interface AgentMessageFacts {
  readonly moderation?: AgentMessageModeration | null | undefined;
  readonly phase?: MessagePhase | null | undefined;
  readonly memory_citation?: MemoryCitation | null | undefined;
  readonly delivery?: 'async' | null | undefined;
  readonly questions?: readonly AgentQuestion[] | null | undefined;
}

function moderationOf({ moderated, display }: AgentMessageModeration): AgentMessageModeration {
  if (display === null) return { moderated, display };
  const { action, blockType, cyberTrustedAccess, checkTrustedContacts } = display;
  return { moderated, display: { action, blockType, cyberTrustedAccess, checkTrustedContacts } };
}

function citationOf(citation: MemoryCitation): ThreadMemoryCitation {
  return {
    entries: citation.entries.map(({ path, lineStart, lineEnd, note }) => ({
      path,
      lineStart,
      lineEnd,
      note,
    })),
    threadIds: citation.rolloutIds,
  };
}

/** A message of the agent from its parts. */
export function agentMessageThreadItem(
  id: string,
  text: string,
  facts: AgentMessageFacts,
): AgentMessageThreadItem {
  const { moderation, phase, memory_citation: citation, delivery, questions } = facts;
  return {
    type: 'agentMessage',
    moderation: moderation ? moderationOf(moderation) : null,
    id,
    text,
    phase: phase ?? null,
    memoryCitation: citation ? citationOf(citation) : null,
    delivery: delivery ?? null,
    questions: questions?.map(({ title, options }) => ({ title, options: options ?? null })) ?? null,
  };
}

/** spec: turn-items §4. The parts of the text are put together with nothing in between. */
export function agentMessageOf(item: AgentMessageItem): AgentMessageThreadItem {
  const text =
    item.content.length === 1
      ? (item.content[0]?.text ?? '')
      : item.content.map((part) => part.text).join('');
  return agentMessageThreadItem(item.id, text, item);
}

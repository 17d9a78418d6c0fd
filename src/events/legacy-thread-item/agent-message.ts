/**
 * What the agent said, from its legacy event.
 */
import type { AgentMessage } from '../event-msg/messages.js';
import type { AgentMessageThreadItem } from '../thread-item/agent-message.js';
import { agentMessageThreadItem } from '../to-thread-item/agent-message.js';

/** spec: legacy-history §3. The event knows nothing of moderation. */
export function agentMessageItem(event: AgentMessage, itemId: string): AgentMessageThreadItem {
  const { phase, memory_citation, delivery, questions } = event;
  return agentMessageThreadItem(itemId, event.message, { phase, memory_citation, delivery, questions });
}

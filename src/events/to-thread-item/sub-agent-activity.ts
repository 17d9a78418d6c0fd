/**
 * Activities of sub-agents, for readers.
 */
import type { SubAgentActivityThreadItem } from '../thread-item/sub-agent-activity.js';
import type { SubAgentActivityKind } from '../turn-item/sub-agent-activity.js';
import { threadIdText } from './thread-id-text.js';

/** What canonical items and legacy events both say of an activity. */
export interface SubAgentActivityFacts {
  readonly id: string;
  readonly model?: string | null | undefined;
  readonly reasoning_effort?: string | null | undefined;
  readonly kind: SubAgentActivityKind;
  readonly agent_thread_id: string;
  readonly agent_path: string;
}

/** spec: turn-items §4. */
export function subAgentActivityOf(facts: SubAgentActivityFacts): SubAgentActivityThreadItem {
  return {
    type: 'subAgentActivity',
    model: facts.model ?? null,
    reasoningEffort: facts.reasoning_effort ?? null,
    id: facts.id,
    kind: facts.kind,
    agentThreadId: threadIdText(facts.agent_thread_id),
    agentPath: facts.agent_path,
  };
}

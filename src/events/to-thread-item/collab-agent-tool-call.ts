/**
 * Calls between agents, for readers.
 */
import type {
  CollabAgentState,
  CollabAgentThreadTool,
  CollabAgentToolCallThreadItem,
} from '../thread-item/collab-agent-tool-call.js';
import type { CollabAgentTool } from '../turn-item/collab-agent-tool-call.js';
import type { AgentStatus } from '../value/agent-status.js';
import { threadIdText } from './thread-id-text.js';

/** What canonical items and legacy events both say of such a call. */
export interface CollabCallFacts {
  readonly id: string;
  readonly tool: CollabAgentTool;
  readonly status: 'in_progress' | 'completed' | 'failed' | 'interrupted';
  readonly sender_thread_id: string;
  readonly receiver_thread_ids: readonly string[];
  readonly prompt?: string | null | undefined;
  readonly model?: string | null | undefined;
  readonly reasoning_effort?: string | null | undefined;
  readonly agents_states: Readonly<Record<string, AgentStatus>>;
}

const TOOLS: Readonly<Record<CollabAgentTool, CollabAgentThreadTool>> = {
  spawn_agent: 'spawnAgent',
  send_input: 'sendInput',
  resume_agent: 'resumeAgent',
  wait: 'wait',
  close_agent: 'closeAgent',
  send_message: 'sendMessage',
  followup_task: 'followupTask',
  interrupt_agent: 'interruptAgent',
  list_agents: 'listAgents',
};

function stateOf(status: AgentStatus): CollabAgentState {
  if (typeof status === 'object') {
    return 'completed' in status
      ? { status: 'completed', message: status.completed }
      : { status: 'errored', message: status.errored };
  }
  switch (status) {
    case 'pending_init':
      return { status: 'pendingInit', message: null };
    case 'not_found':
      return { status: 'notFound', message: null };
    default:
      return { status, message: null };
  }
}

/** Names and roles of the receivers are not shown (spec: turn-items §4). */
export function collabAgentToolCallOf(facts: CollabCallFacts): CollabAgentToolCallThreadItem {
  const states: Record<string, CollabAgentState> = {};
  for (const [id, status] of Object.entries(facts.agents_states)) states[threadIdText(id)] = stateOf(status);
  return {
    type: 'collabAgentToolCall',
    id: facts.id,
    tool: TOOLS[facts.tool],
    status: facts.status === 'in_progress' ? 'inProgress' : facts.status,
    senderThreadId: threadIdText(facts.sender_thread_id),
    receiverThreadIds: facts.receiver_thread_ids.map(threadIdText),
    prompt: facts.prompt ?? null,
    model: facts.model ?? null,
    reasoningEffort: facts.reasoning_effort ?? null,
    agentsStates: states,
  };
}

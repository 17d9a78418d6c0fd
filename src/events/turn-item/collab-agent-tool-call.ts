/**
 * The canonical item of a call by which an agent starts, addresses or waits for other agents.
 */
import { z } from 'zod';
import { AgentStatus } from '../value/agent-status.js';
import { ThreadId } from '../value/thread-id.js';
import { ReasoningEffort } from '../value/turn-settings.js';

export const CollabAgentTool = z.enum([
  'spawn_agent',
  'send_input',
  'resume_agent',
  'wait',
  'close_agent',
  'send_message',
  'followup_task',
  'interrupt_agent',
  'list_agents',
]);
export type CollabAgentTool = z.infer<typeof CollabAgentTool>;

/** An agent with the name and role its parent knows it by. */
export const CollabAgentRef = z.looseObject({
  thread_id: ThreadId,
  agent_nickname: z.string().nullish(),
  agent_role: z.string().nullish(),
});
export type CollabAgentRef = z.infer<typeof CollabAgentRef>;

/** spec: turn-items §2. `agents_states` maps thread ids to what was last heard of those agents. */
export const CollabAgentToolCallItem = z.looseObject({
  type: z.literal('CollabAgentToolCall'),
  id: z.string(),
  tool: CollabAgentTool,
  status: z.enum(['in_progress', 'completed', 'failed', 'interrupted']),
  sender_thread_id: ThreadId,
  receiver_thread_ids: z.array(ThreadId).default([]),
  receiver_agents: z.array(CollabAgentRef).default([]),
  prompt: z.string().nullish(),
  model: z.string().nullish(),
  reasoning_effort: ReasoningEffort.nullish(),
  agents_states: z.record(ThreadId, AgentStatus).default({}),
});
export type CollabAgentToolCallItem = z.infer<typeof CollabAgentToolCallItem>;

/**
 * A call by which an agent starts, addresses or waits for other agents, as readers see it.
 */
import { z } from 'zod';

/** What was last heard of an agent; only `completed` and `errored` come with a message. */
export const CollabAgentState = z.looseObject({
  status: z.enum(['pendingInit', 'running', 'interrupted', 'completed', 'errored', 'shutdown', 'notFound']),
  message: z.string().nullable().default(null),
});
export type CollabAgentState = z.infer<typeof CollabAgentState>;

export const CollabAgentThreadTool = z.enum([
  'spawnAgent',
  'sendInput',
  'resumeAgent',
  'wait',
  'closeAgent',
  'sendMessage',
  'followupTask',
  'interruptAgent',
  'listAgents',
]);
export type CollabAgentThreadTool = z.infer<typeof CollabAgentThreadTool>;

export const CollabAgentCallStatus = z.enum(['inProgress', 'completed', 'failed', 'interrupted']);
export type CollabAgentCallStatus = z.infer<typeof CollabAgentCallStatus>;

/** spec: turn-items §3. `agentsStates` maps thread ids to states. */
export const CollabAgentToolCallThreadItem = z.looseObject({
  type: z.literal('collabAgentToolCall'),
  id: z.string(),
  tool: CollabAgentThreadTool,
  status: CollabAgentCallStatus,
  senderThreadId: z.string(),
  receiverThreadIds: z.array(z.string()),
  prompt: z.string().nullable().default(null),
  model: z.string().nullable().default(null),
  reasoningEffort: z.string().nullable().default(null),
  agentsStates: z.record(z.string(), CollabAgentState),
});
export type CollabAgentToolCallThreadItem = z.infer<typeof CollabAgentToolCallThreadItem>;

/**
 * The canonical item of something that happened to a sub-agent.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { AgentPath } from '../value/agent-path.js';
import { ThreadId } from '../value/thread-id.js';
import { ReasoningEffort } from '../value/turn-settings.js';

/** What happened to the sub-agent; the same words in the log and for readers. */
export const SubAgentActivityKind = z.enum(['started', 'interacted', 'interrupted', 'completed']);
export type SubAgentActivityKind = z.infer<typeof SubAgentActivityKind>;

/** spec: turn-items §2. Older records have neither model nor effort. */
export const SubAgentActivityItem = z.looseObject({
  type: z.literal('SubAgentActivity'),
  model: writtenAsNull(z.string()),
  reasoning_effort: writtenAsNull(ReasoningEffort),
  id: z.string(),
  kind: SubAgentActivityKind,
  agent_thread_id: ThreadId,
  agent_path: AgentPath,
});
export type SubAgentActivityItem = z.infer<typeof SubAgentActivityItem>;

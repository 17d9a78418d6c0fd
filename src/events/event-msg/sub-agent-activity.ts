/**
 * What became of a sub-agent under the second multi-agent tool set.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { AgentPath } from '../value/agent-path.js';
import { Int } from '../value/integer.js';
import { ThreadId } from '../value/thread-id.js';

/** `occurred_at_ms` in unix milliseconds, 0 when unknown (spec: legacy-event-shapes, Collab). */
export const SubAgentActivity = z.looseObject({
  type: z.literal('sub_agent_activity'),
  model: writtenAsNull(z.string()),
  reasoning_effort: writtenAsNull(z.string()),
  event_id: z.string(),
  occurred_at_ms: Int.default(0),
  agent_thread_id: ThreadId,
  agent_path: AgentPath,
  kind: z.enum(['started', 'interacted', 'interrupted', 'completed']),
});
export type SubAgentActivity = z.infer<typeof SubAgentActivity>;

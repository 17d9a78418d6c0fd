/**
 * Something that happened to a sub-agent, as readers see it.
 */
import { z } from 'zod';
import { SubAgentActivityKind } from '../turn-item/sub-agent-activity.js';

/** spec: turn-items §3. */
export const SubAgentActivityThreadItem = z.looseObject({
  type: z.literal('subAgentActivity'),
  model: z.string().nullable().default(null),
  reasoningEffort: z.string().nullable().default(null),
  id: z.string(),
  kind: SubAgentActivityKind,
  agentThreadId: z.string(),
  agentPath: z.string(),
});
export type SubAgentActivityThreadItem = z.infer<typeof SubAgentActivityThreadItem>;

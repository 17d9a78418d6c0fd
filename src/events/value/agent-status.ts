/**
 * The state of a sub-agent as its parent last heard of it: a word, or one of two objects that carry a message.
 */
import { z } from 'zod';

/** spec: turn-items §2. `completed` carries the agent's last message, `errored` the error's text. */
export const AgentStatus = z.union([
  z.enum(['pending_init', 'running', 'interrupted', 'shutdown', 'not_found']),
  z.strictObject({ completed: z.string().nullable() }),
  z.strictObject({ errored: z.string() }),
]);
export type AgentStatus = z.infer<typeof AgentStatus>;

/**
 * Who started a thread: a client, the harness itself, or another thread that made a sub-agent.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { Int } from '../value/integer.js';
import { ThreadId } from '../value/thread-id.js';

/** A sub-agent that a tool call of its parent thread made. `agent_type` is the older name of `agent_role`. */
export const ThreadSpawn = z.looseObject({
  parent_thread_id: ThreadId,
  depth: Int,
  agent_path: writtenAsNull(z.string()),
  agent_nickname: writtenAsNull(z.string()),
  agent_role: writtenAsNull(z.string()),
  agent_type: z.string().nullish(),
});
export type ThreadSpawn = z.infer<typeof ThreadSpawn>;

export const SubAgentSource = z.union([
  z.enum(['review', 'compact', 'memory_consolidation']),
  z.strictObject({ other: z.string() }),
  z.strictObject({ thread_spawn: ThreadSpawn }),
]);
export type SubAgentSource = z.infer<typeof SubAgentSource>;

const CLIENTS = ['cli', 'vscode', 'exec', 'mcp', 'unknown'] as const;
/** These words name objects, and do not decode as bare strings. */
const OBJECT_TAGS = new Set(['custom', 'internal', 'subagent']);
const UnknownClient = z
  .string()
  .refine((word) => !OBJECT_TAGS.has(word))
  .transform((): 'unknown' => 'unknown');

/** spec: rollout-format §4. A client that nobody knows reads as `unknown`. */
export const SessionSource = z.union([
  z.enum(CLIENTS),
  z.strictObject({ subagent: SubAgentSource }),
  z.strictObject({ custom: z.string() }),
  z.strictObject({ internal: z.enum(['memory_consolidation', 'guardian']) }),
  UnknownClient,
]);
export type SessionSource = z.infer<typeof SessionSource>;

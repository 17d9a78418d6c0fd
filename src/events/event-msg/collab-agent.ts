/**
 * What an agent did with its sub-agents under the first multi-agent tool set. Times in unix milliseconds, 0 when unknown.
 */
import { z } from 'zod';
import { AgentStatus } from '../value/agent-status.js';
import { Int } from '../value/integer.js';
import { ThreadId } from '../value/thread-id.js';

const Caller = { call_id: z.string(), sender_thread_id: ThreadId };
const Receiver = { receiver_thread_id: ThreadId };
const ReceiverNames = {
  receiver_agent_nickname: z.string().nullish(),
  receiver_agent_role: z.string().nullish(),
};
const Begun = { started_at_ms: Int.default(0) };
const Ended = { completed_at_ms: Int.default(0) };
const Task = { prompt: z.string(), model: z.string(), reasoning_effort: z.string() };

/** spec: legacy-event-shapes, Collab. */
export const CollabAgentSpawnBegin = z.looseObject({
  type: z.literal('collab_agent_spawn_begin'),
  ...Caller,
  ...Begun,
  ...Task,
});
export type CollabAgentSpawnBegin = z.infer<typeof CollabAgentSpawnBegin>;

/** Without `new_thread_id` the agent could not be made. */
export const CollabAgentSpawnEnd = z.looseObject({
  type: z.literal('collab_agent_spawn_end'),
  ...Caller,
  ...Ended,
  ...Task,
  new_thread_id: ThreadId.nullish(),
  new_agent_nickname: z.string().nullish(),
  new_agent_role: z.string().nullish(),
  status: AgentStatus,
});
export type CollabAgentSpawnEnd = z.infer<typeof CollabAgentSpawnEnd>;

export const CollabAgentInteractionBegin = z.looseObject({
  type: z.literal('collab_agent_interaction_begin'),
  ...Caller,
  ...Begun,
  ...Receiver,
  prompt: z.string(),
});
export type CollabAgentInteractionBegin = z.infer<typeof CollabAgentInteractionBegin>;

export const CollabAgentInteractionEnd = z.looseObject({
  type: z.literal('collab_agent_interaction_end'),
  ...Caller,
  ...Ended,
  ...Receiver,
  ...ReceiverNames,
  prompt: z.string(),
  status: AgentStatus,
});
export type CollabAgentInteractionEnd = z.infer<typeof CollabAgentInteractionEnd>;

export const CollabWaitingBegin = z.looseObject({
  type: z.literal('collab_waiting_begin'),
  ...Caller,
  ...Begun,
  receiver_thread_ids: z.array(ThreadId),
  receiver_agents: z.array(z.unknown()).default([]),
});
export type CollabWaitingBegin = z.infer<typeof CollabWaitingBegin>;

/** `statuses` maps thread id to state. */
export const CollabWaitingEnd = z.looseObject({
  type: z.literal('collab_waiting_end'),
  ...Caller,
  ...Ended,
  agent_statuses: z.array(z.unknown()).default([]),
  statuses: z.record(ThreadId, AgentStatus),
});
export type CollabWaitingEnd = z.infer<typeof CollabWaitingEnd>;

export const CollabCloseBegin = z.looseObject({
  type: z.literal('collab_close_begin'),
  ...Caller,
  ...Begun,
  ...Receiver,
});
export type CollabCloseBegin = z.infer<typeof CollabCloseBegin>;

export const CollabCloseEnd = z.looseObject({
  type: z.literal('collab_close_end'),
  ...Caller,
  ...Ended,
  ...Receiver,
  ...ReceiverNames,
  status: AgentStatus,
});
export type CollabCloseEnd = z.infer<typeof CollabCloseEnd>;

export const CollabResumeBegin = z.looseObject({
  type: z.literal('collab_resume_begin'),
  ...Caller,
  ...Begun,
  ...Receiver,
  ...ReceiverNames,
});
export type CollabResumeBegin = z.infer<typeof CollabResumeBegin>;

export const CollabResumeEnd = z.looseObject({
  type: z.literal('collab_resume_end'),
  ...Caller,
  ...Ended,
  ...Receiver,
  ...ReceiverNames,
  status: AgentStatus,
});
export type CollabResumeEnd = z.infer<typeof CollabResumeEnd>;

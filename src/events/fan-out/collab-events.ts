/**
 * Canonical calls between agents as the legacy events of their begin and end. Tools of the second multi-agent tool set have none.
 */
import type { CollabAgentToolCallItem } from '../turn-item/collab-agent-tool-call.js';
import type { AgentStatus } from '../value/agent-status.js';
import type { LegacyCollabEvent } from './legacy-event.js';

interface ReceiverNames {
  readonly receiver_agent_nickname?: string;
  readonly receiver_agent_role?: string;
}

function statusOf(item: CollabAgentToolCallItem, threadId: string): AgentStatus {
  return item.agents_states[threadId] ?? 'not_found';
}

function namesOf(item: CollabAgentToolCallItem, threadId: string): ReceiverNames {
  const agent = item.receiver_agents.find((candidate) => candidate.thread_id === threadId);
  return {
    ...(typeof agent?.agent_nickname === 'string' && { receiver_agent_nickname: agent.agent_nickname }),
    ...(typeof agent?.agent_role === 'string' && { receiver_agent_role: agent.agent_role }),
  };
}

/** The event of a call that begins; addressing, resuming and closing an agent need that agent. */
export function collabBegin(item: CollabAgentToolCallItem, startedAtMs: number): LegacyCollabEvent[] {
  const call = { call_id: item.id, started_at_ms: startedAtMs, sender_thread_id: item.sender_thread_id };
  const prompt = item.prompt ?? '';
  if (item.tool === 'spawn_agent') {
    const { model, reasoning_effort: effort } = item;
    const task = { prompt, model: model ?? '', reasoning_effort: effort ?? '' };
    return [{ type: 'collab_agent_spawn_begin', ...call, ...task }];
  }
  if (item.tool === 'wait') {
    const { receiver_thread_ids, receiver_agents } = item;
    return [{ type: 'collab_waiting_begin', ...call, receiver_thread_ids, receiver_agents }];
  }
  const receiver = item.receiver_thread_ids[0];
  if (receiver === undefined) return [];
  switch (item.tool) {
    case 'send_input':
      return [{ type: 'collab_agent_interaction_begin', ...call, receiver_thread_id: receiver, prompt }];
    case 'resume_agent':
      return [
        { type: 'collab_resume_begin', ...call, receiver_thread_id: receiver, ...namesOf(item, receiver) },
      ];
    case 'close_agent':
      return [{ type: 'collab_close_begin', ...call, receiver_thread_id: receiver }];
    default:
      return [];
  }
}

function spawnEnd(item: CollabAgentToolCallItem, completedAtMs: number): LegacyCollabEvent {
  const receiver = item.receiver_thread_ids[0];
  const names = receiver === undefined ? {} : namesOf(item, receiver);
  return {
    type: 'collab_agent_spawn_end',
    call_id: item.id,
    completed_at_ms: completedAtMs,
    sender_thread_id: item.sender_thread_id,
    new_thread_id: receiver ?? null,
    new_agent_nickname: names.receiver_agent_nickname,
    new_agent_role: names.receiver_agent_role,
    prompt: item.prompt ?? '',
    model: item.model ?? '',
    reasoning_effort: item.reasoning_effort ?? '',
    status: receiver === undefined ? 'not_found' : statusOf(item, receiver),
  };
}

function waitingEnd(item: CollabAgentToolCallItem, completedAtMs: number): LegacyCollabEvent {
  return {
    type: 'collab_waiting_end',
    sender_thread_id: item.sender_thread_id,
    call_id: item.id,
    completed_at_ms: completedAtMs,
    agent_statuses: item.receiver_agents.map((agent) => ({
      ...agent,
      status: statusOf(item, agent.thread_id),
    })),
    statuses: item.agents_states,
  };
}

/** The event of a call that has ended; nothing while it runs. An agent of unknown state counts as not found. */
export function collabEnd(item: CollabAgentToolCallItem, completedAtMs: number): LegacyCollabEvent[] {
  if (item.status === 'in_progress') return [];
  if (item.tool === 'spawn_agent') return [spawnEnd(item, completedAtMs)];
  if (item.tool === 'wait') return [waitingEnd(item, completedAtMs)];
  const receiver = item.receiver_thread_ids[0];
  if (receiver === undefined) return [];
  const call = {
    call_id: item.id,
    completed_at_ms: completedAtMs,
    sender_thread_id: item.sender_thread_id,
    receiver_thread_id: receiver,
    ...namesOf(item, receiver),
  };
  const status = statusOf(item, receiver);
  switch (item.tool) {
    case 'send_input':
      return [{ type: 'collab_agent_interaction_end', ...call, prompt: item.prompt ?? '', status }];
    case 'resume_agent':
      return [{ type: 'collab_resume_end', ...call, status }];
    case 'close_agent':
      return [{ type: 'collab_close_end', ...call, status }];
    default:
      return [];
  }
}

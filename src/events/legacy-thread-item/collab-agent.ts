/**
 * Calls between agents from the legacy events of the first multi-agent tool set.
 */
import type {
  CollabAgentInteractionBegin,
  CollabAgentInteractionEnd,
  CollabAgentSpawnBegin,
  CollabAgentSpawnEnd,
  CollabCloseBegin,
  CollabCloseEnd,
  CollabResumeBegin,
  CollabResumeEnd,
  CollabWaitingBegin,
  CollabWaitingEnd,
} from '../event-msg/collab-agent.js';
import type { CollabAgentToolCallThreadItem } from '../thread-item/collab-agent-tool-call.js';
import { type CollabCallFacts, collabAgentToolCallOf } from '../to-thread-item/collab-agent-tool-call.js';
import type { CollabAgentTool } from '../turn-item/collab-agent-tool-call.js';
import type { AgentStatus } from '../value/agent-status.js';

interface Call {
  readonly call_id: string;
  readonly sender_thread_id: string;
}

type More = Partial<Omit<CollabCallFacts, 'id' | 'tool' | 'sender_thread_id'>>;

function callItem(tool: CollabAgentTool, event: Call, more: More): CollabAgentToolCallThreadItem {
  return collabAgentToolCallOf({
    id: event.call_id,
    tool,
    status: 'in_progress',
    sender_thread_id: event.sender_thread_id,
    receiver_thread_ids: [],
    agents_states: {},
    ...more,
  });
}

/** An agent that was interrupted, or is gone, still makes a completed call; one that failed or cannot be found does not. */
function isFailure(status: AgentStatus): boolean {
  return status === 'not_found' || (typeof status === 'object' && 'errored' in status);
}

function ended(receiver: string, status: AgentStatus): More {
  return {
    status: isFailure(status) ? 'failed' : 'completed',
    receiver_thread_ids: [receiver],
    agents_states: { [receiver]: status },
  };
}

/** spec: legacy-history §4. */
export function collabAgentSpawnBeginItem(event: CollabAgentSpawnBegin): CollabAgentToolCallThreadItem {
  const { prompt, model, reasoning_effort } = event;
  return callItem('spawn_agent', event, { prompt, model, reasoning_effort });
}

/** spec: legacy-history §4. Without a new thread the call failed. */
export function collabAgentSpawnEndItem(event: CollabAgentSpawnEnd): CollabAgentToolCallThreadItem {
  const { prompt, model, reasoning_effort, new_thread_id: receiver } = event;
  const outcome: More = typeof receiver === 'string' ? ended(receiver, event.status) : { status: 'failed' };
  return callItem('spawn_agent', event, { prompt, model, reasoning_effort, ...outcome });
}

/** spec: legacy-history §4. */
export function collabAgentInteractionBeginItem(
  event: CollabAgentInteractionBegin,
): CollabAgentToolCallThreadItem {
  return callItem('send_input', event, {
    receiver_thread_ids: [event.receiver_thread_id],
    prompt: event.prompt,
  });
}

/** spec: legacy-history §4. */
export function collabAgentInteractionEndItem(
  event: CollabAgentInteractionEnd,
): CollabAgentToolCallThreadItem {
  return callItem('send_input', event, {
    prompt: event.prompt,
    ...ended(event.receiver_thread_id, event.status),
  });
}

/** spec: legacy-history §4. */
export function collabWaitingBeginItem(event: CollabWaitingBegin): CollabAgentToolCallThreadItem {
  return callItem('wait', event, { receiver_thread_ids: event.receiver_thread_ids });
}

/** spec: legacy-history §4. The agents waited for are those that have a state, sorted by id. */
export function collabWaitingEndItem(event: CollabWaitingEnd): CollabAgentToolCallThreadItem {
  const failed = Object.values(event.statuses).some(isFailure);
  return callItem('wait', event, {
    status: failed ? 'failed' : 'completed',
    receiver_thread_ids: Object.keys(event.statuses).sort(),
    agents_states: event.statuses,
  });
}

/** spec: legacy-history §4. */
export function collabCloseBeginItem(event: CollabCloseBegin): CollabAgentToolCallThreadItem {
  return callItem('close_agent', event, { receiver_thread_ids: [event.receiver_thread_id] });
}

/** spec: legacy-history §4. */
export function collabCloseEndItem(event: CollabCloseEnd): CollabAgentToolCallThreadItem {
  return callItem('close_agent', event, ended(event.receiver_thread_id, event.status));
}

/** spec: legacy-history §4. */
export function collabResumeBeginItem(event: CollabResumeBegin): CollabAgentToolCallThreadItem {
  return callItem('resume_agent', event, { receiver_thread_ids: [event.receiver_thread_id] });
}

/** spec: legacy-history §4. */
export function collabResumeEndItem(event: CollabResumeEnd): CollabAgentToolCallThreadItem {
  return callItem('resume_agent', event, ended(event.receiver_thread_id, event.status));
}

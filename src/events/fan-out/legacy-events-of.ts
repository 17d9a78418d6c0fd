/**
 * The legacy events that follow a canonical item event: what clients and files of the older kind expect to see. Which of them are kept
 * in a rollout is the writer's business.
 */
import type { ItemCompleted, ItemStarted } from '../event-msg/item-lifecycle.js';
import type { AgentMessageItem } from '../turn-item/agent-message.js';
import type { ReasoningItem } from '../turn-item/reasoning.js';
import { collabBegin, collabEnd } from './collab-events.js';
import { extensionEnd } from './extension-events.js';
import type { LegacyEvent } from './legacy-event.js';
import {
  dynamicToolCallRequest,
  dynamicToolCallResponse,
  execCommandBegin,
  execCommandEnd,
  mcpToolCallBegin,
  mcpToolCallEnd,
  patchApplyBegin,
  patchApplyEnd,
} from './tool-events.js';
import { userMessageEvent } from './user-message-event.js';

function agentMessageEvents(item: AgentMessageItem): LegacyEvent[] {
  return item.content.map((part) => ({
    type: 'agent_message',
    message: part.text,
    phase: item.phase ?? null,
    memory_citation: item.memory_citation ?? null,
    delivery: item.delivery ?? undefined,
    questions: item.questions ?? undefined,
  }));
}

function reasoningEvents(item: ReasoningItem, showRaw: boolean): LegacyEvent[] {
  const events: LegacyEvent[] = item.summary_text.map((text) => ({ type: 'agent_reasoning', text }));
  if (showRaw) {
    for (const text of item.raw_content) events.push({ type: 'agent_reasoning_raw_content', text });
  }
  return events;
}

function eventsOfStart({ item, turn_id: turnId, started_at_ms: at }: ItemStarted): LegacyEvent[] {
  switch (item.type) {
    case 'CommandExecution':
      return [execCommandBegin(item, turnId, at)];
    case 'FileChange':
      return [patchApplyBegin(item, turnId)];
    case 'McpToolCall':
      return [mcpToolCallBegin(item, turnId)];
    case 'DynamicToolCall':
      return [dynamicToolCallRequest(item, turnId, at)];
    case 'CollabAgentToolCall':
      return collabBegin(item, at);
    case 'WebSearch':
      return [{ type: 'web_search_begin', call_id: item.id }];
    case 'ImageGeneration':
      return [{ type: 'image_generation_begin', call_id: item.id }];
    default:
      return [];
  }
}

function eventsOfCompletion(event: ItemCompleted, showRaw: boolean): LegacyEvent[] {
  const { item, turn_id: turnId, completed_at_ms: at } = event;
  switch (item.type) {
    case 'UserMessage':
      return [userMessageEvent(item)];
    case 'AgentMessage':
      return agentMessageEvents(item);
    case 'Reasoning':
      return reasoningEvents(item, showRaw);
    case 'CommandExecution':
      return execCommandEnd(item, turnId, at);
    case 'FileChange':
      return patchApplyEnd(item, turnId);
    case 'McpToolCall':
      return mcpToolCallEnd(item, turnId);
    case 'DynamicToolCall':
      return dynamicToolCallResponse(item, turnId, at);
    case 'CollabAgentToolCall':
      return collabEnd(item, at);
    case 'WebSearch': {
      const { id: call_id, query, action, results } = item;
      return [{ type: 'web_search_end', call_id, query, action, results: results ?? undefined }];
    }
    case 'ImageView':
      return [{ type: 'view_image_tool_call', call_id: item.id, path: item.path }];
    case 'ImageGeneration': {
      const { id: call_id, status, revised_prompt, result, saved_path } = item;
      return [
        {
          type: 'image_generation_end',
          call_id,
          status,
          revised_prompt: revised_prompt ?? undefined,
          result,
          saved_path: saved_path ?? undefined,
        },
      ];
    }
    case 'SubAgentActivity':
      return [
        {
          type: 'sub_agent_activity',
          model: item.model ?? null,
          reasoning_effort: item.reasoning_effort ?? null,
          event_id: item.id,
          occurred_at_ms: at,
          agent_thread_id: item.agent_thread_id,
          agent_path: item.agent_path,
          kind: item.kind,
        },
      ];
    case 'EnteredReviewMode': {
      const { target, user_facing_hint, id: item_id } = item;
      return [{ type: 'entered_review_mode', target, user_facing_hint, turn_id: turnId, item_id }];
    }
    case 'ExitedReviewMode': {
      const { id: item_id, review_output } = item;
      return [{ type: 'exited_review_mode', turn_id: turnId, item_id, review_output: review_output ?? null }];
    }
    case 'Extension':
      return extensionEnd(item);
    case 'ContextCompaction':
      return [{ type: 'context_compacted' }];
    default:
      return [];
  }
}

/**
 * The legacy events of an item that begins or ends, in order; often none. Keys are in the order in which Codex writes them.
 *
 * @param options.showRawReasoning whether raw reasoning is shown, not only its summaries.
 * Source: spec session §5 (legacy fan-out).
 */
export function legacyEventsOf(
  event: ItemStarted | ItemCompleted,
  { showRawReasoning = false }: { readonly showRawReasoning?: boolean } = {},
): LegacyEvent[] {
  return event.type === 'item_started' ? eventsOfStart(event) : eventsOfCompletion(event, showRawReasoning);
}

/** Payloads of the few events that make turns and items, with nothing in them that a test does not name. */
import type { JsonObject } from '../../src/testing/json-object.js';

export const started = (turnId: string, more: JsonObject = {}): JsonObject => ({
  type: 'task_started',
  turn_id: turnId,
  model_context_window: null,
  ...more,
});

export const completed = (turnId: string, more: JsonObject = {}): JsonObject => ({
  type: 'task_complete',
  turn_id: turnId,
  last_agent_message: null,
  ...more,
});

export const aborted = (turnId: string, more: JsonObject = {}): JsonObject => ({
  type: 'turn_aborted',
  turn_id: turnId,
  reason: 'interrupted',
  ...more,
});

/** `more` holds the times: `started_at_ms`, `completed_at_ms`. */
export const itemDone = (turnId: string, item: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'item_completed',
  thread_id: '019cadc6-9a80-7000-8000-000000000001',
  turn_id: turnId,
  item,
  ...more,
});

export const userMessage = (id: string, text = 'hello'): JsonObject => ({
  type: 'UserMessage',
  id,
  content: [{ type: 'text', text, text_elements: [] }],
});

export const agentMessage = (id: string, phase?: string, text = 'answer'): JsonObject => ({
  type: 'AgentMessage',
  id,
  content: [{ type: 'Text', text }],
  ...(phase !== undefined && { phase }),
});

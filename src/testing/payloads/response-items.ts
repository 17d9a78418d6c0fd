/**
 * Response items, the model's own view of a turn, and the harness metadata beside them
 * (spec: rollout-format §5 and §6, correction 18).
 */
import { type JsonObject, withoutAbsent } from '../json-object.js';

/** Seconds with a fraction; never a whole number, because Codex writes a float here. */
function createTime(milliseconds: number): number {
  return milliseconds % 1000 === 0 ? milliseconds / 1000 + 0.0005 : milliseconds / 1000;
}

export type MessageKind =
  | 'user.text'
  | 'environments.environment_context'
  | 'permissions.instructions'
  | 'generic.turn_aborted';

/** A message towards the model, from the user or from the harness (told apart by `kind`). */
export function inputMessage(message: {
  id: string;
  turnId: string;
  role: 'user' | 'developer';
  content: readonly JsonObject[];
  kind: MessageKind;
  createdAtMs: number;
}): JsonObject {
  const provenance = message.kind === 'user.text' ? { type: 'user' } : { type: 'harness', hook: false };
  return {
    type: 'message',
    id: message.id,
    role: message.role,
    content: message.content,
    internal_chat_message_metadata_passthrough: {
      turn_id: message.turnId,
      create_time: createTime(message.createdAtMs),
      content_item_kinds: message.content.map(() => message.kind),
      content_item_metadata: message.content.map(() => ({ provenance })),
    },
  };
}

export type MessagePhase = 'commentary' | 'partial_answer' | 'final_answer';

export function assistantMessage(message: {
  id: string;
  turnId: string;
  text: string;
  phase?: MessagePhase | undefined;
}): JsonObject {
  return withoutAbsent({
    type: 'message',
    id: message.id,
    role: 'assistant',
    content: [{ type: 'output_text', text: message.text, annotations: [] }],
    phase: message.phase,
    internal_chat_message_metadata_passthrough: { turn_id: message.turnId, content_item_kinds: ['unknown'] },
  });
}

export function reasoningItem(item: {
  id: string;
  turnId: string;
  summary: readonly string[];
  raw: readonly string[];
}): JsonObject {
  return {
    type: 'reasoning',
    id: item.id,
    summary: item.summary.map((text) => ({ type: 'summary_text', text })),
    content: item.raw.length === 0 ? null : item.raw.map((text) => ({ type: 'reasoning_text', text })),
    encrypted_content: 'b3BhcXVlIHJlYXNvbmluZw==',
    internal_chat_message_metadata_passthrough: { turn_id: item.turnId },
  };
}

export function functionCall(call: {
  id: string;
  callId: string;
  turnId: string;
  name: string;
  namespace?: string | undefined;
  arguments: unknown;
}): JsonObject {
  return withoutAbsent({
    type: 'function_call',
    id: call.id,
    name: call.name,
    namespace: call.namespace,
    arguments: JSON.stringify(call.arguments),
    call_id: call.callId,
    internal_chat_message_metadata_passthrough: { turn_id: call.turnId },
  });
}

export function customToolCall(call: {
  id: string;
  callId: string;
  turnId: string;
  name: string;
  input: string;
}): JsonObject {
  return {
    type: 'custom_tool_call',
    id: call.id,
    status: 'completed',
    call_id: call.callId,
    name: call.name,
    input: call.input,
    internal_chat_message_metadata_passthrough: { turn_id: call.turnId },
  };
}

/** The answer to a function call, or with `custom` to a custom tool call. */
export function toolOutput(output: {
  id: string;
  callId: string;
  turnId: string;
  output: unknown;
  createdAtMs: number;
  custom?: boolean;
}): JsonObject {
  return {
    type: output.custom ? 'custom_tool_call_output' : 'function_call_output',
    id: output.id,
    call_id: output.callId,
    output: output.output,
    internal_chat_message_metadata_passthrough: {
      turn_id: output.turnId,
      create_time: createTime(output.createdAtMs),
    },
  };
}

export function webSearchCall(call: { id: string; turnId: string; action: JsonObject }): JsonObject {
  return {
    type: 'web_search_call',
    id: call.id,
    status: 'completed',
    action: call.action,
    internal_chat_message_metadata_passthrough: { turn_id: call.turnId },
  };
}

export interface HarnessMetadata {
  /** Count of response items up to this one. */
  sequence: number;
  /** Sequence of the last item the model had seen when it answered. */
  sampledThrough: number;
  /** Set on messages that survive a compaction. */
  retained?: { messageId: string; turnId: string; role: string; revision: string } | undefined;
  tokenLimit?: number | undefined;
  inputOrder?: number | undefined;
  attribution?: boolean | undefined;
  compaction?: boolean | undefined;
}

export function harnessMetadata(of: HarnessMetadata): JsonObject {
  const { retained } = of;
  return withoutAbsent({
    history_sequence: of.sequence,
    sampled_through_sequence: of.sampledThrough,
    retained_source: retained && {
      id: { message_id: retained.messageId, turn_id: retained.turnId, role: retained.role },
      revision: retained.revision,
      complete: true,
    },
    client_authored: false,
    fallback_token_limit_override: of.tokenLimit,
    user_input_order: of.inputOrder,
    compaction_output: of.compaction,
    mcp_attribution: of.attribution ? { status: 'none' } : undefined,
  });
}

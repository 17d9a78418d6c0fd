/**
 * Recognises the commonest lines without history, what the model was told and what it cost, without the schemas. It accepts only
 * what the schemas accept unchanged (a property test holds it to that); rarer shapes are for the schemas.
 */
import { isJsonObject, type JsonObject } from '../json/json-object.js';
import {
  anything,
  type Check,
  isCount,
  isEmptyList,
  isFlag,
  isNothing,
  isNumber,
  isText,
  isWhole,
  listOf,
  maybe,
  oneOf,
  optional,
  shape,
} from './shape.js';

const Passthrough = shape({
  turn_id: optional(isText),
  create_time: optional(isNumber),
  content_item_kinds: maybe(listOf(isText)),
  content_item_metadata: maybe(listOf(shape({ provenance: maybe(shape({ type: isText })) }))),
});

const Metadata = shape({
  history_sequence: optional(isCount),
  sampled_through_sequence: optional(isCount),
  client_authored: maybe(isFlag),
  additional_context_tool_output: maybe(isFlag),
});

const COMMON = {
  type: isText,
  id: optional(isText),
  internal_chat_message_metadata_passthrough: optional(Passthrough),
};

const InputText = shape({ type: oneOf('input_text'), text: isText });
const OutputText = shape({
  type: oneOf('output_text'),
  text: isText,
  annotations: maybe(isEmptyList),
});

const RESPONSE_ITEMS = new Map<unknown, Check>([
  [
    'message',
    shape({
      ...COMMON,
      role: isText,
      content: listOf((part) => InputText(part) || OutputText(part)),
      phase: optional(oneOf('commentary', 'partial_answer', 'final_answer')),
      status: optional(isText),
    }),
  ],
  [
    'reasoning',
    shape({
      ...COMMON,
      summary: listOf(shape({ type: oneOf('summary_text'), text: isText })),
      encrypted_content: optional(isText),
    }),
  ],
  [
    'function_call',
    shape({
      ...COMMON,
      name: isText,
      namespace: optional(isText),
      arguments: isText,
      call_id: isText,
      status: optional(isText),
    }),
  ],
  ['function_call_output', shape({ ...COMMON, call_id: optional(isText), output: isText })],
  [
    'custom_tool_call',
    shape({ ...COMMON, call_id: isText, name: isText, input: isText, status: optional(isText) }),
  ],
  ['custom_tool_call_output', shape({ ...COMMON, call_id: isText, output: isText })],
]);

const Usage = shape({
  input_tokens: isWhole,
  cached_input_tokens: isWhole,
  cache_write_input_tokens: isWhole,
  output_tokens: isWhole,
  reasoning_output_tokens: isWhole,
  total_tokens: isWhole,
});

const RateLimits = shape({
  limit_id: optional(isText),
  limit_name: optional(isText),
  primary: isNothing,
  secondary: isNothing,
  credits: isNothing,
  individual_limit: isNothing,
  spend_control_reached: optional(isFlag),
  plan_type: optional(isText),
  rate_limit_reached_type: isNothing,
});

const TokenCount = shape({
  type: oneOf('token_count'),
  info: optional(
    shape({
      total_token_usage: Usage,
      last_token_usage: Usage,
      last_usage_includes_reasoning: optional(isFlag),
      model_context_window: optional(isWhole),
    }),
  ),
  rate_limits: optional(RateLimits),
});

/** Ids as Codex writes them today. */
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
const isUuid: Check = (value) => typeof value === 'string' && UUID.test(value);

const TokenUsageRecord = shape({
  thread_id: isUuid,
  turn_id: isText,
  session_id: isUuid,
  root_turn_id: isText,
  response_id: isText,
  usage: Usage,
  turn_token_usage: Usage,
  thread_token_usage: Usage,
});

const TurnContext = shape({
  turn_id: optional(isText),
  root_turn_id: optional(isText),
  disabled_plugin_ids: optional(listOf(isText)),
  cwd: (value) => typeof value === 'string' && value.startsWith('/'),
  approval_policy: oneOf('untrusted', 'on-request', 'never'),
  approvals_reviewer: optional(oneOf('user', 'auto_review', 'guardian_subagent')),
  permission_profile: optional(shape({ type: oneOf('disabled') })),
  model: isText,
  comp_hash: optional(isText),
  collaboration_mode: optional(
    shape({
      mode: oneOf('default', 'plan'),
      settings: shape({
        model: isText,
        reasoning_effort: optional((value) => typeof value === 'string' && value !== ''),
        developer_instructions: optional(isText),
      }),
    }),
  ),
  multi_agent_version: optional(oneOf('disabled', 'v1', 'v2')),
  realtime_active: optional(isFlag),
  effort: optional((value) => typeof value === 'string' && value !== ''),
  summary: optional(oneOf('auto', 'none', 'concise', 'detailed')),
  sandbox_policy: optional(shape({ type: oneOf('danger-full-access') })),
});

const PAYLOADS = new Map<unknown, Check>([
  ['response_item', (payload) => RESPONSE_ITEMS.get(tagOf(payload))?.(payload) ?? false],
  ['event_msg', TokenCount],
  ['token_usage_record', TokenUsageRecord],
  ['turn_context', TurnContext],
]);

const Envelope = shape({
  timestamp: isText,
  ordinal: maybe(isCount),
  type: isText,
  payload: anything,
  metadata: maybe(Metadata),
});

/**
 * True for a line that is such a record. Every key and every nesting of it is known, so no limit of
 * what Codex reads can be broken in it, but for half surrogates: its text must be looked at for escapes.
 */
export function isPlainPassingLine(line: unknown): line is PlainPassingLine {
  if (!isJsonObject(line) || !Envelope(line)) return false;
  const { type, payload, metadata } = line;
  return (metadata === undefined || type === 'response_item') && (PAYLOADS.get(type)?.(payload) ?? false);
}

export interface PlainPassingLine extends JsonObject {
  timestamp: string;
  ordinal?: number;
  type: string;
  payload: unknown;
}

function tagOf(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'type' in payload ? payload.type : undefined;
}

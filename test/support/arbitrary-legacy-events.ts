/**
 * Arbitrary legacy events of every kind that a reader must take (spec: legacy-event-shapes). Turn ids name open, closed,
 * missing and empty turns alike.
 */
import fc from 'fast-check';
import type { JsonObject } from '../../src/testing/json-object.js';
import { arbitraryTurnItem } from './arbitrary-turn-items.js';
import {
  agentStatus,
  itemId as call_id,
  command,
  duration,
  errorInfo,
  fileChanges,
  json,
  mcpResult,
  optionally,
  optionalTime,
  parsedCommand,
  path,
  reviewOutput,
  searchAction,
  THREAD_ID,
  text,
  turnId,
} from './arbitrary-values.js';

function event(
  type: string,
  model: Record<string, fc.Arbitrary<unknown>>,
  optional: string[] = [],
): fc.Arbitrary<JsonObject> {
  const required = Object.keys(model).filter((key) => !optional.includes(key));
  return optionally({ type: fc.constant(type), ...model }, ['type', ...required]);
}

const turn_id = fc.oneof(
  { weight: 5, arbitrary: turnId },
  { weight: 1, arbitrary: fc.constantFrom('', 'turn-unknown') },
);
const seconds = fc.integer({ min: 1_772_442_000, max: 1_772_445_600 });
const thread = fc.constant(THREAD_ID);
const invocation = fc.record({ server: text, tool: text, arguments: fc.option(json) });
const ended = fc.constantFrom('completed', 'failed', 'declined');

const MESSAGES = [
  event(
    'user_message',
    {
      message: text,
      client_id: text,
      images: fc.constantFrom([], ['https://example.net/a.png']),
      local_images: fc.array(path, { maxLength: 1 }),
    },
    ['client_id', 'images', 'local_images'],
  ),
  event('agent_message', { message: text, phase: fc.constantFrom(null, 'commentary', 'final_answer') }, [
    'phase',
  ]),
  event('agent_reasoning', { text }),
  event('agent_reasoning_raw_content', { text }),
];

const RUN = { call_id, turn_id, command, cwd: path, parsed_cmd: parsedCommand };

const TOOLS = [
  event('exec_command_begin', RUN),
  event('exec_command_end', {
    ...RUN,
    source: fc.constant('agent'),
    aggregated_output: text,
    exit_code: fc.integer({ min: -1, max: 2 }),
    duration,
    status: ended,
  }),
  event('patch_apply_begin', { call_id, turn_id, auto_approved: fc.boolean(), changes: fileChanges }, [
    'turn_id',
  ]),
  event(
    'patch_apply_end',
    {
      call_id,
      turn_id,
      stdout: text,
      stderr: text,
      success: fc.boolean(),
      changes: fileChanges,
      status: ended,
    },
    ['turn_id', 'changes'],
  ),
  event('mcp_tool_call_begin', { call_id, turn_id, invocation }, ['turn_id']),
  event(
    'mcp_tool_call_end',
    {
      call_id,
      turn_id,
      invocation,
      duration,
      result: fc.oneof(fc.record({ Ok: mcpResult }), fc.record({ Err: text })),
    },
    ['turn_id'],
  ),
  event('dynamic_tool_call_request', { callId: call_id, turnId: turn_id, tool: text, arguments: json }),
  event('dynamic_tool_call_response', {
    call_id,
    turn_id,
    tool: text,
    arguments: json,
    content_items: fc.constantFrom([], [{ type: 'inputText', text: 'a' }]),
    success: fc.boolean(),
    duration,
  }),
  event('web_search_begin', { call_id }),
  event('web_search_end', { call_id, query: text, action: searchAction }),
  event('view_image_tool_call', { call_id, path }),
  event('image_generation_begin', { call_id }),
  event('image_generation_end', { call_id, status: text, result: text, revised_prompt: text }, [
    'revised_prompt',
  ]),
];

const AGENTS = [
  event('collab_agent_spawn_begin', {
    call_id,
    sender_thread_id: thread,
    prompt: text,
    model: text,
    reasoning_effort: fc.constant('medium'),
  }),
  event('collab_agent_spawn_end', {
    call_id,
    sender_thread_id: thread,
    new_thread_id: fc.option(thread),
    prompt: text,
    model: text,
    reasoning_effort: fc.constant('medium'),
    status: agentStatus,
  }),
  event('collab_waiting_end', {
    sender_thread_id: thread,
    call_id,
    statuses: fc.dictionary(thread, agentStatus),
  }),
  event('collab_close_end', {
    call_id,
    sender_thread_id: thread,
    receiver_thread_id: thread,
    status: agentStatus,
  }),
  event('sub_agent_activity', {
    event_id: call_id,
    agent_thread_id: thread,
    agent_path: fc.constant('/root/worker'),
    kind: fc.constantFrom('started', 'interacted', 'interrupted'),
  }),
];

const BOUNDARIES = [
  event(
    'task_started',
    {
      turn_id: turnId,
      root_turn_id: turnId,
      started_at: seconds,
      model_context_window: fc.constant(258_400),
    },
    ['root_turn_id', 'started_at'],
  ),
  event(
    'task_complete',
    {
      turn_id,
      last_agent_message: fc.option(text),
      error: fc.record({ message: text, codex_error_info: errorInfo }),
      completed_at: seconds,
      duration_ms: fc.nat(9_000),
    },
    ['error', 'completed_at', 'duration_ms'],
  ),
  event(
    'turn_aborted',
    {
      turn_id: fc.option(turn_id),
      reason: fc.constantFrom('interrupted', 'replaced', 'review_ended'),
      completed_at: seconds,
    },
    ['turn_id', 'completed_at'],
  ),
  event('thread_rolled_back', { num_turns: fc.nat(4) }),
  event('context_compacted', {}),
  event('error', { message: text, codex_error_info: errorInfo }, ['codex_error_info']),
  event(
    'entered_review_mode',
    {
      target: fc.constant({ type: 'uncommittedChanges' }),
      user_facing_hint: text,
      turn_id: turnId,
      item_id: call_id,
    },
    ['user_facing_hint', 'turn_id', 'item_id'],
  ),
  event('exited_review_mode', { review_output: reviewOutput, turn_id: turnId, item_id: call_id }, [
    'turn_id',
    'item_id',
  ]),
];

const ITEMS = fc.record({ turn_id, item: arbitraryTurnItem, at: optionalTime }).map(
  ({ turn_id, item, at }): JsonObject => ({
    type: 'item_completed',
    thread_id: THREAD_ID,
    turn_id,
    item,
    completed_at_ms: at ?? 0,
  }),
);

export const arbitraryLegacyEvent: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(...BOUNDARIES) },
  { weight: 5, arbitrary: fc.oneof(...MESSAGES) },
  { weight: 5, arbitrary: fc.oneof(...TOOLS) },
  { weight: 1, arbitrary: fc.oneof(...AGENTS) },
  { weight: 1, arbitrary: ITEMS },
  {
    weight: 1,
    arbitrary: fc.constantFrom<JsonObject>(
      { type: 'token_count', info: null, rate_limits: null },
      { type: 'undo_completed' },
    ),
  },
);

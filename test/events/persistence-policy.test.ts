import { describe, expect, it } from 'vitest';
import type { HistoryMode } from '../../src/events/record/history-mode.js';
import { isPersisted } from '../../src/events/record/persistence-policy.js';
import { RolloutRecord } from '../../src/events/record/rollout-record.js';

const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const USAGE = {
  input_tokens: 1,
  cached_input_tokens: 1,
  output_tokens: 1,
  reasoning_output_tokens: 1,
  total_tokens: 2,
};
const duration = { secs: 1, nanos: 5 };
const command = { call_id: 'c', turn_id: 't', command: ['ls'], cwd: '/w', parsed_cmd: [] };
const agent = { agent_thread_id: THREAD, agent_path: '/root/a' };
const caller = { call_id: 'c', sender_thread_id: THREAD };

const record = (type: string, payload: unknown) => RolloutRecord.parse({ type, payload });
const event = (type: string, fields: object = {}) => record('event_msg', { type, ...fields });
const item = (type: string, fields: object = {}) =>
  event('item_completed', { thread_id: THREAD, turn_id: 't', item: { type, id: 'i', ...fields } });

const legacyOnly = [
  event('user_message', { message: 'm' }),
  event('agent_message', { message: 'm' }),
  event('agent_reasoning', { text: 't' }),
  event('agent_reasoning_raw_content', { text: 't' }),
  event('context_compacted'),
  event('entered_review_mode', { target: { type: 'uncommittedChanges' } }),
  event('exited_review_mode'),
  event('patch_apply_end', { call_id: 'c', stdout: '', stderr: '', success: true, status: 'completed' }),
  event('mcp_tool_call_end', {
    call_id: 'c',
    invocation: { server: 's', tool: 't' },
    duration,
    result: { Err: 'x' },
  }),
  event('web_search_end', { call_id: 'c', query: '', action: { type: 'other' } }),
  event('image_generation_end', { call_id: 'c', status: 's', result: '' }),
  event('sub_agent_activity', { event_id: 'e', kind: 'started', ...agent }),
  event('sub_agent_activity', { event_id: 'e', kind: 'interacted', ...agent }),
  event('sub_agent_activity', { event_id: 'e', kind: 'interrupted', ...agent }),
];

const paginatedOnly = [
  record('realtime_item', { type: 'realtime_session_started', id: 'i', realtime_session_id: 'r' }),
  item('UserMessage', { content: [] }),
  item('AgentMessage', { content: [] }),
  item('Reasoning', { summary_text: [] }),
  item('CommandExecution', { command: [], cwd: '/w', parsed_cmd: [], source: 'agent', status: 'failed' }),
  item('FileChange', { changes: {} }),
  item('McpToolCall', { server: 's', tool: 't', arguments: null, status: 'failed' }),
  item('DynamicToolCall', { tool: 't', arguments: null, status: 'failed' }),
  item('CollabAgentToolCall', { tool: 'wait', status: 'completed', sender_thread_id: THREAD }),
  item('SubAgentActivity', { kind: 'started', ...agent }),
  item('WebSearch', { query: '', action: { type: 'other' } }),
  item('Extension', { kind: 'web.search', query: '' }),
  item('ImageView', { path: '/a' }),
  item('HookPrompt', { fragments: [] }),
  item('EnteredReviewMode', { target: { type: 'uncommittedChanges' }, user_facing_hint: 'h' }),
  item('ExitedReviewMode'),
  item('ContextCompaction'),
];

const both = [
  record('session_meta', {
    id: THREAD,
    timestamp: 't',
    cwd: '/w',
    originator: 'o',
    cli_version: '1',
  }),
  record('turn_context', { cwd: '/w', approval_policy: 'never', model: 'm' }),
  record('compacted', { message: '' }),
  record('world_state', { full: true, state: {} }),
  record('token_usage_record', {
    thread_id: THREAD,
    turn_id: 't',
    session_id: THREAD,
    root_turn_id: 't',
    response_id: 'r',
    usage: USAGE,
    turn_token_usage: USAGE,
    thread_token_usage: USAGE,
  }),
  record('retained_context', { type: 'verified_answer', turn_id: 't', call_id: 'c', questions: [] }),
  record('security_risk_score', { scores: {} }),
  record('inter_agent_communication', {
    author: '/root',
    recipient: '/root/a',
    content: '',
    trigger_turn: true,
  }),
  record('inter_agent_communication_metadata', { trigger_turn: true }),
  record('response_item', { type: 'message', role: 'user', content: [] }),
  record('response_item', { type: 'configuration_update', reasoning: { effort: 'high' } }),
  event('token_count'),
  event('thread_goal_updated', {
    threadId: THREAD,
    goal: {
      threadId: THREAD,
      objective: 'o',
      status: 'active',
      tokensUsed: 1,
      timeUsedSeconds: 1,
      createdAt: 1,
      updatedAt: 1,
    },
  }),
  event('thread_rolled_back', { num_turns: 1 }),
  event('turn_aborted', { reason: 'interrupted' }),
  event('task_started', { turn_id: 't' }),
  event('task_complete', { turn_id: 't' }),
  item('FunctionCallOutput', { name: 'n', output: 'o' }),
  item('Plan', { text: 'p' }),
  item('Extension', { kind: 'clock.sleep', durationMs: 5 }),
  item('SubAgentActivity', { kind: 'completed', ...agent }),
];

const neither = [
  record('response_item', { type: 'compaction_trigger' }),
  record('response_item', { type: 'hologram' }),
  event('sub_agent_activity', { event_id: 'e', kind: 'completed', ...agent }),
  event('item_started', {
    thread_id: THREAD,
    turn_id: 't',
    started_at_ms: 1,
    item: { type: 'Plan', id: 'i', text: '' },
  }),
  event('exec_command_begin', command),
  event('exec_command_end', { ...command, exit_code: 0, duration, status: 'completed' }),
  event('patch_apply_begin', { call_id: 'c', auto_approved: true, changes: {} }),
  event('error', { message: 'm' }),
  event('warning'),
  event('stream_error'),
  event('view_image_tool_call', { call_id: 'c', path: '/a' }),
  event('dynamic_tool_call_request', { callId: 'c', turnId: 't', tool: 't', arguments: {} }),
  event('collab_close_begin', { ...caller, receiver_thread_id: THREAD }),
  event('guardian_assessment', {
    id: 'g',
    status: 'approved',
    action: { type: 'command', source: 's', command: 'c', cwd: '/w' },
  }),
  event('agent_message_content_delta'),
  event('exec_approval_request'),
  event('plan_update'),
  event('turn_diff'),
  event('hook_completed'),
  event('session_configured'),
];

const name = (value: RolloutRecord): string => JSON.stringify(value).slice(0, 160);

/** spec: rollout-format §14, a row a list. */
const ROWS: readonly [string, RolloutRecord[], HistoryMode[]][] = [
  ['only by a legacy rollout', legacyOnly, ['legacy']],
  ['only by a paginated rollout', paginatedOnly, ['paginated']],
  ['by both', both, ['legacy', 'paginated']],
  ['by neither', neither, []],
];

describe.each(ROWS)('isPersisted: kept %s', (_, records, modes) => {
  it.each(records.map((value) => [name(value), value] as const))('%s', (__, value) => {
    expect(isPersisted(value, 'legacy')).toBe(modes.includes('legacy'));
    expect(isPersisted(value, 'paginated')).toBe(modes.includes('paginated'));
  });
});

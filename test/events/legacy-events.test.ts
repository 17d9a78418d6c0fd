import { describe, expect, it } from 'vitest';
import { EventMsg } from '../../src/events/event-msg/event-msg.js';

const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const duration = { secs: 1, nanos: 5 };
const command = {
  call_id: 'c',
  turn_id: 't',
  command: ['ls'],
  cwd: '/w',
  parsed_cmd: [{ type: 'unknown', cmd: 'ls' }],
};
const caller = { call_id: 'c', sender_thread_id: THREAD };
const task = { prompt: 'p', model: 'm', reasoning_effort: 'high' };
const invocation = { server: 's', tool: 't' };

/** The least that each event needs. */
const LEAST: Record<string, Record<string, unknown>> = {
  task_started: { turn_id: 't' },
  task_complete: { turn_id: 't' },
  turn_aborted: { reason: 'interrupted' },
  thread_rolled_back: { num_turns: 1 },
  context_compacted: {},
  error: { message: 'm' },
  user_message: { message: 'm' },
  agent_message: { message: 'm' },
  agent_reasoning: { text: 't' },
  agent_reasoning_raw_content: { text: 't' },
  exec_command_begin: command,
  exec_command_end: { ...command, exit_code: -1, duration, status: 'failed' },
  apply_patch_approval_request: { call_id: 'c', changes: { a: { type: 'add', content: '' } } },
  patch_apply_begin: { call_id: 'c', auto_approved: true, changes: {} },
  patch_apply_end: { call_id: 'c', stdout: '', stderr: '', success: true, status: 'completed' },
  mcp_tool_call_begin: { call_id: 'c', invocation },
  mcp_tool_call_end: { call_id: 'c', invocation, duration, result: { Err: 'no' } },
  dynamic_tool_call_request: { callId: 'c', turnId: 't', tool: 'x', arguments: null },
  dynamic_tool_call_response: {
    call_id: 'c',
    turn_id: 't',
    tool: 'x',
    arguments: null,
    content_items: [{ type: 'inputText', text: 'x' }],
    success: true,
    duration,
  },
  web_search_begin: { call_id: 'c' },
  web_search_end: { call_id: 'c', query: 'q', action: { type: 'other' } },
  view_image_tool_call: { call_id: 'c', path: '/a.png' },
  image_generation_begin: { call_id: 'c' },
  image_generation_end: { call_id: 'c', status: 's', result: 'r' },
  entered_review_mode: { target: { type: 'uncommittedChanges' } },
  guardian_assessment: {
    id: 'g',
    status: 'denied',
    action: { type: 'command', source: 's', command: 'c', cwd: '/' },
  },
  collab_agent_spawn_begin: { ...caller, ...task },
  collab_agent_spawn_end: { ...caller, ...task, status: 'running' },
  collab_agent_interaction_begin: { ...caller, receiver_thread_id: THREAD, prompt: 'p' },
  collab_agent_interaction_end: {
    ...caller,
    receiver_thread_id: THREAD,
    prompt: 'p',
    status: { completed: null },
  },
  collab_waiting_begin: { ...caller, receiver_thread_ids: [THREAD] },
  collab_waiting_end: { ...caller, statuses: { [THREAD]: { errored: 'e' } } },
  collab_close_begin: { ...caller, receiver_thread_id: THREAD },
  collab_close_end: { ...caller, receiver_thread_id: THREAD, status: 'not_found' },
  collab_resume_begin: { ...caller, receiver_thread_id: THREAD },
  collab_resume_end: { ...caller, receiver_thread_id: THREAD, status: 'shutdown' },
  sub_agent_activity: { event_id: 'e', agent_thread_id: THREAD, agent_path: '/root/a', kind: 'started' },
  thread_goal_updated: {
    threadId: THREAD,
    goal: {
      threadId: THREAD,
      objective: 'o',
      status: 'active',
      tokensUsed: 0,
      timeUsedSeconds: 0,
      createdAt: 1,
      updatedAt: 1,
    },
  },
};

const decodes = (payload: unknown) => EventMsg.safeParse(payload).success;

describe.each(Object.entries(LEAST))('%s', (type, fields) => {
  it('decodes with the least it needs, and keeps unknown fields', () => {
    expect(EventMsg.parse({ type, ...fields, novelty: { a: 1 } })).toMatchObject({
      type,
      ...fields,
      novelty: { a: 1 },
    });
  });

  it('needs every one of these fields', () => {
    for (const field of Object.keys(fields)) {
      const rest: Record<string, unknown> = { type, ...fields };
      delete rest[field];
      const optional =
        type === 'exec_command_begin' || type === 'exec_command_end' ? [] : ['changes', 'turn_id'];
      if (optional.includes(field) && decodes(rest)) continue;
      expect([field, decodes(rest)]).toEqual([field, false]);
    }
  });
});

describe('events', () => {
  it.each([
    ['turn_started', 'task_started'],
    ['turn_complete', 'task_complete'],
  ])('read %s as %s', (alias, type) => {
    expect(EventMsg.parse({ type: alias, turn_id: 't' })).toMatchObject({ type, turn_id: 't' });
  });

  it('fill in defaults', () => {
    expect(EventMsg.parse({ type: 'mcp_tool_call_begin', call_id: 'c', invocation })).toMatchObject({
      turn_id: '',
    });
    expect(EventMsg.parse({ type: 'exec_command_begin', ...command })).toMatchObject({
      source: 'agent',
      started_at_ms: 0,
    });
    expect(EventMsg.parse({ type: 'user_message', message: '' })).toMatchObject({
      image_details: [],
      local_images: [],
    });
  });

  it.each([
    [{ type: 'user_message', message: 'm', images: null, audio: null }, true],
    [{ type: 'user_message', message: 'm', local_images: null }, false],
    [{ type: 'user_message', message: 'm', image_details: ['original', null] }, true],
    [{ type: 'user_message', message: 'm', image_order: ['outline'] }, false],
    [{ type: 'agent_message', message: 'm', phase: 'overture' }, false],
    [{ type: 'exited_review_mode' }, true],
    [{ type: 'thread_rolled_back', num_turns: 2 ** 32 }, false],
    [{ type: 'collab_close_begin', ...caller, receiver_thread_id: 'nobody' }, false],
    [
      {
        type: 'sub_agent_activity',
        event_id: 'e',
        agent_thread_id: THREAD,
        agent_path: '/root/A',
        kind: 'started',
      },
      false,
    ],
    [{ type: 'plan_update', plan: [] }, true],
    [{ type: 'background_event', message: 'm' }, false],
  ])('%j decode: %s', (payload, expected) => {
    expect(decodes(payload)).toBe(expected);
  });

  it.each([
    ['rate_limit_exceeded', 'rate_limit_exceeded'],
    ['a_new_word', 'other'],
    [{ a_new_object: 1 }, 'other'],
    [{ sandbox_error: null }, 'sandbox_error'],
    [
      { http_connection_failed: { http_status_code: null } },
      { http_connection_failed: { http_status_code: null } },
    ],
    [
      { active_turn_not_steerable: { turn_kind: 'compact' } },
      { active_turn_not_steerable: { turn_kind: 'compact' } },
    ],
  ])('read the error info %j as %j', (info, read) => {
    expect(EventMsg.parse({ type: 'error', message: 'm', codex_error_info: info })).toMatchObject({
      codex_error_info: read,
    });
  });

  it.each([
    { a: 1, b: 2 },
    {},
    5,
    [],
    'http_connection_failed',
    { other: 1 },
    { http_connection_failed: { http_status_code: 70_000 } },
  ])('refuse the error info %j', (info) => {
    expect(decodes({ type: 'error', message: 'm', codex_error_info: info })).toBe(false);
  });

  it('read a web search action of an unknown type as other', () => {
    expect(
      EventMsg.parse({ type: 'web_search_end', call_id: 'c', query: '', action: { type: 'dream' } }),
    ).toMatchObject({
      action: { type: 'other' },
    });
    expect(
      decodes({ type: 'web_search_end', call_id: 'c', query: '', action: { type: 'search', query: 5 } }),
    ).toBe(false);
  });
});

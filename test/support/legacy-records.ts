/**
 * Records of legacy rollouts as the log has them, with what the decoder wants filled in.
 */
import { decodeLine } from '../../src/events/decode-line.js';
import type { EventMsg } from '../../src/events/event-msg/event-msg.js';
import type { RolloutRecord } from '../../src/events/record/rollout-record.js';

export const THREAD_ID = '0199a213-81c0-7800-8aa1-bbab2a035a53';

type Fields = Record<string, unknown>;

/** A record of any kind; it goes through the decoder, so a wrong shape fails the test. */
export function record(type: string, payload: unknown): RolloutRecord {
  const line = decodeLine(JSON.stringify({ timestamp: '2026-03-01T10:00:00.000Z', type, payload }));
  if (line.kind !== 'record') throw new Error(`not a record of today: ${JSON.stringify(line)}`);
  return line.record;
}

/** A record that carries an event. */
export function event(type: string, fields: Fields = {}): RolloutRecord {
  return record('event_msg', { type, ...fields });
}

/** The event without its record, as a live feed has it. */
export function bareEvent(of: RolloutRecord): EventMsg {
  if (of.type !== 'event_msg') throw new Error(`no event: ${of.type}`);
  return of.payload;
}

export const taskStarted = (turnId: string, fields: Fields = {}) =>
  event('task_started', { turn_id: turnId, model_context_window: null, ...fields });
export const taskComplete = (turnId: string, fields: Fields = {}) =>
  event('task_complete', { turn_id: turnId, last_agent_message: null, ...fields });
export const turnAborted = (turnId: string | null, fields: Fields = {}) =>
  event('turn_aborted', { turn_id: turnId, reason: 'interrupted', ...fields });
export const rolledBack = (turns: number) => event('thread_rolled_back', { num_turns: turns });
export const errorEvent = (message: string, info: unknown = 'other') =>
  event('error', { message, codex_error_info: info });

export const userMessage = (message: string, fields: Fields = {}) =>
  event('user_message', { message, ...fields });
export const agentMessage = (message: string, fields: Fields = {}) =>
  event('agent_message', { message, ...fields });
export const reasoning = (text: string) => event('agent_reasoning', { text });
export const rawReasoning = (text: string) => event('agent_reasoning_raw_content', { text });
export const compacted = () => record('compacted', { message: '' });
export const turnContext = () =>
  record('turn_context', {
    cwd: '/repo',
    approval_policy: 'never',
    sandbox_policy: { type: 'danger-full-access' },
    model: 'gpt-5',
    summary: 'auto',
  });

/** A response item with the role of the user; each part is the text of an `input_text`. */
export const userResponse = (id: string | null, ...texts: string[]) =>
  record('response_item', {
    type: 'message',
    role: 'user',
    ...(id === null ? {} : { id }),
    content: texts.map((text) => ({ type: 'input_text', text })),
  });

/** The XML element in which a hook's text is handed to the model. */
export const hookElement = (runId: string, text: string) =>
  `<hook_prompt hook_run_id="${runId}">${text}</hook_prompt>`;

export const itemStarted = (turnId: string, item: Fields) =>
  event('item_started', { thread_id: THREAD_ID, turn_id: turnId, item, started_at_ms: 1 });
export const itemCompleted = (turnId: string, item: Fields) =>
  event('item_completed', { thread_id: THREAD_ID, turn_id: turnId, item, completed_at_ms: 2 });

const duration = { secs: 0, nanos: 7_000_000 };

export const execEnd = (callId: string, turnId: string, fields: Fields = {}) =>
  event('exec_command_end', {
    call_id: callId,
    turn_id: turnId,
    command: ['echo', 'hello world'],
    cwd: '/repo',
    parsed_cmd: [{ type: 'unknown', cmd: 'echo hello world' }],
    aggregated_output: 'hello world\n',
    exit_code: 0,
    duration,
    status: 'completed',
    ...fields,
  });
export const execBegin = (callId: string, turnId: string, fields: Fields = {}) =>
  event('exec_command_begin', {
    call_id: callId,
    turn_id: turnId,
    command: ['echo', 'hello world'],
    cwd: '/repo',
    parsed_cmd: [{ type: 'unknown', cmd: 'echo hello world' }],
    ...fields,
  });
export const mcpEnd = (callId: string, turnId: string, fields: Fields = {}) =>
  event('mcp_tool_call_end', {
    call_id: callId,
    turn_id: turnId,
    invocation: { server: 'docs', tool: 'lookup', arguments: { id: '123' } },
    duration,
    result: { Ok: { content: [{ type: 'text', text: 'found' }] } },
    ...fields,
  });
export const webSearchEnd = (callId: string, query = 'codex') =>
  event('web_search_end', { call_id: callId, query, action: { type: 'search', query } });
export const patchEnd = (callId: string, turnId: string, fields: Fields = {}) =>
  event('patch_apply_end', {
    call_id: callId,
    turn_id: turnId,
    stdout: '',
    stderr: '',
    success: true,
    changes: { 'README.md': { type: 'add', content: 'hello\n' } },
    status: 'completed',
    ...fields,
  });

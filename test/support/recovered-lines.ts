/**
 * Lines of legacy rollouts with tool calls as the model made them and got them answered: one by one, and in any order with
 * the events that Codex makes its history of.
 */
import fc from 'fast-check';
import type { JsonObject } from '../../src/testing/json-object.js';
import { THREAD_ID } from './arbitrary-values.js';

const time = (second: number) => new Date(Date.UTC(2025, 8, 26, 17, 0, second)).toISOString();

/** Records as the lines of a rollout, a second apart. */
export function linesOf(records: readonly { type: string; payload: JsonObject }[]): string {
  return records.map((record, at) => `${JSON.stringify({ timestamp: time(at), ...record })}\n`).join('');
}

export const sessionMeta = {
  type: 'session_meta',
  payload: {
    id: THREAD_ID,
    timestamp: time(0),
    cwd: '/work',
    originator: 'codex_cli_rs',
    cli_version: '0.41.0',
    instructions: null,
  },
};
export const turnContext = (cwd: string) => ({
  type: 'turn_context',
  payload: {
    cwd,
    approval_policy: 'never',
    sandbox_policy: { type: 'danger-full-access' },
    model: 'gpt-5',
    summary: 'auto',
  },
});
export const event = (payload: JsonObject) => ({ type: 'event_msg', payload });
export const userSays = (message: string) => event({ type: 'user_message', message });
export const agentSays = (message: string) => event({ type: 'agent_message', message });
export const started = (turnId: string) =>
  event({ type: 'task_started', turn_id: turnId, model_context_window: null });
export const response = (payload: JsonObject) => ({ type: 'response_item', payload });

export const call = (name: string, args: JsonObject | string, callId = 'call', more: JsonObject = {}) =>
  response({
    type: 'function_call',
    name,
    arguments: typeof args === 'string' ? args : JSON.stringify(args),
    call_id: callId,
    ...more,
  });
export const output = (of: string | JsonObject[], callId = 'call') =>
  response({ type: 'function_call_output', call_id: callId, output: of });
export const customCall = (name: string, input: string, callId = 'call') =>
  response({ type: 'custom_tool_call', status: 'completed', call_id: callId, name, input });
export const customOutput = (of: string, callId = 'call') =>
  response({ type: 'custom_tool_call_output', call_id: callId, output: of });
export const compacted = (kept: readonly [role: string, text: string][], message = '') => ({
  type: 'compacted',
  payload: {
    message,
    replacement_history: kept.map(([role, text]) => ({
      type: 'message',
      role,
      content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text }],
    })),
  },
});

/** An answer in the form of 2025. */
export const jsonOutput = (text: string, exitCode = 0, seconds = 0.3) =>
  JSON.stringify({ output: text, metadata: { exit_code: exitCode, duration_seconds: seconds } });

export const PATCH = '*** Begin Patch\n*** Update File: a.txt\n@@\n one\n-two\n+TWO\n*** End Patch';

const turnId = fc.constantFrom('a', 'b', 'rollout-3');
/** Few, so that calls, events and generated ids meet. */
const callId = fc.constantFrom('x', 'y', 'z', 'item-1', 'item-2');
const said = fc.constantFrom('one', 'two', 'three');
const named = fc
  .option(turnId, { nil: undefined })
  .map((turn_id) =>
    turn_id === undefined ? {} : { internal_chat_message_metadata_passthrough: { turn_id } },
  );

const anyCall = fc
  .tuple(
    callId,
    named,
    fc.constantFrom<[string, JsonObject | string]>(
      ['shell', { command: ['bash', '-lc', 'ls'], workdir: 'src' }],
      ['shell', { command: ['apply_patch', PATCH] }],
      ['exec_command', { cmd: 'sleep 9' }],
      ['write_stdin', { session_id: 7, chars: '' }],
      ['write_stdin', { session_id: 7, chars: 'q' }],
      ['docs__lookup', '{"id":12345678901234567890}'],
      ['view_image', { path: 'a.png' }],
      ['update_plan', { plan: [] }],
      ['broken', '{no json'],
    ),
  )
  .map(([id, more, [name, args]]) => call(name, args, id, more));

const anyOutput = fc
  .tuple(
    callId,
    fc.constantFrom<string | JsonObject[]>(
      jsonOutput('done\n'),
      jsonOutput('', 2),
      'Chunk ID: abc\nWall time: 0.3000 seconds\nProcess running with session ID 7\nOutput:\npart\n',
      'Chunk ID: abc\nWall time: 0.2000 seconds\nProcess exited with code 0\nOutput:\nrest\n',
      'exec command rejected by user',
      [{ type: 'input_text', text: 'seen' }],
    ),
  )
  .map(([id, of]) => output(of, id));

const anyRecovered = fc.oneof(
  { weight: 5, arbitrary: anyCall },
  { weight: 5, arbitrary: anyOutput },
  callId.map((id) => customCall('apply_patch', PATCH, id)),
  fc
    .option(callId, { nil: undefined })
    .map((id) =>
      response({ type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'q' }, id }),
    ),
  callId.map((id) =>
    response({
      type: 'message',
      role: 'user',
      id,
      content: [
        {
          type: 'input_text',
          text: '<user_shell_command>\n<command>\nls\n</command>\n<result>\nExit code: 0\nDuration: 0.1 seconds\nOutput:\na\n</result>\n</user_shell_command>',
        },
      ],
    }),
  ),
  fc
    .array(fc.tuple(fc.constantFrom('user', 'assistant'), said), { maxLength: 3 })
    .map((kept) => compacted(kept)),
);

const duration = { secs: 0, nanos: 7_000_000 };

const anyEvent = fc.oneof(
  turnId.map(started),
  turnId.map((turn_id) => event({ type: 'task_complete', turn_id, last_agent_message: null })),
  turnId.map((turn_id) => event({ type: 'turn_aborted', turn_id, reason: 'interrupted' })),
  said.map(userSays),
  said.map(agentSays),
  fc.nat(2).map((num_turns) => event({ type: 'thread_rolled_back', num_turns })),
  fc.constantFrom('/work', '/work/b').map(turnContext),
  callId.map((call_id) => event({ type: 'web_search_end', call_id, query: 'q', action: { type: 'other' } })),
  fc.tuple(callId, fc.oneof(turnId, fc.constant(''))).map(([call_id, turn_id]) =>
    event({
      type: 'patch_apply_end',
      call_id,
      turn_id,
      stdout: '',
      stderr: '',
      success: true,
      changes: { 'a.txt': { type: 'add', content: 'one\n' } },
      status: 'completed',
    }),
  ),
  fc.tuple(callId, turnId).map(([call_id, turn_id]) =>
    event({
      type: 'exec_command_end',
      call_id,
      turn_id,
      command: ['ls'],
      cwd: '/elsewhere',
      parsed_cmd: [{ type: 'list_files', cmd: 'ls', path: null }],
      aggregated_output: 'all of it\n',
      exit_code: 0,
      duration,
      status: 'completed',
    }),
  ),
);

/** Records in any order: half of them tell only in the words of the model. */
export const arbitraryRecords = fc
  .array(fc.oneof({ weight: 3, arbitrary: anyRecovered }, { weight: 2, arbitrary: anyEvent }), {
    maxLength: 60,
  })
  .map((records) => [sessionMeta, ...records]);

const NOTHING = response({ type: 'reasoning', summary: [] });

/** The same log with nothing to recover: as many records, at the same places. */
export function withoutWords(
  records: readonly { type: string; payload: JsonObject }[],
): { type: string; payload: JsonObject }[] {
  return records.map((record) => {
    if (record.type === 'response_item') return NOTHING;
    return record.type === 'compacted' ? { ...record, payload: { message: '' } } : record;
  });
}

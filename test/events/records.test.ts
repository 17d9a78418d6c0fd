import { describe, expect, it } from 'vitest';
import { Compacted } from '../../src/events/record/compacted.js';
import { RolloutRecord } from '../../src/events/record/rollout-record.js';
import { SessionMeta } from '../../src/events/record/session-meta.js';
import { SessionSource } from '../../src/events/record/source.js';

const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const OTHER = '01a1fb59-da95-7711-be9b-000000000000';
const meta = { id: THREAD, timestamp: 't', cwd: '/w', originator: 'o', cli_version: '0.46.0' };
const usage = {
  input_tokens: 1,
  cached_input_tokens: 0,
  output_tokens: 1,
  reasoning_output_tokens: 0,
  total_tokens: 2,
};
const context = { cwd: '/w', approval_policy: 'never', sandbox_policy: { type: 'read-only' }, model: 'm' };
const decodes = (type: string, payload: unknown) => RolloutRecord.safeParse({ type, payload }).success;

describe('session_meta', () => {
  it('fills in what older files lack', () => {
    expect(SessionMeta.parse({ ...meta, instructions: null, agent_type: 'scout' })).toEqual({
      ...meta,
      instructions: null,
      session_id: THREAD,
      agent_role: 'scout',
      source: 'vscode',
      history_mode: 'legacy',
    });
  });

  it('keeps the session id that is there', () => {
    expect(SessionMeta.parse({ ...meta, session_id: OTHER }).session_id).toBe(OTHER);
  });

  it.each([
    { session_id: null },
    { agent_type: 'a', agent_role: 'b' },
    { history_mode: null },
    { multi_agent_version: 'v3' },
    { history_base: { thread_id: THREAD, end_ordinal_exclusive: 3 } },
    { subagent_history_start_ordinal: -1 },
    { dynamic_tools: [{ name: 'a', description: 'd' }] },
    { selected_capability_roots: null },
  ])('refuses %j', (fields) => {
    expect(SessionMeta.safeParse({ ...meta, ...fields }).success).toBe(false);
  });

  it.each([
    { dynamic_tools: [{ name: 'a', description: 'd', inputSchema: {}, exposeToContext: false }] },
    { dynamic_tools: [{ type: 'namespace', name: 'a', description: 'd', tools: [] }] },
    { history_base: { thread_id: THREAD, end_ordinal_exclusive: 3, end_byte_offset: 99 } },
    { context_window: null, git: {}, model_provider: null, base_instructions: { text: 'x' } },
  ])('accepts %j', (fields) => {
    expect(SessionMeta.parse({ ...meta, ...fields })).toMatchObject(fields);
  });

  it.each([
    ['cli', 'cli'],
    ['teapot', 'unknown'],
    [{ subagent: 'review' }, { subagent: 'review' }],
    [{ subagent: { thread_spawn: { parent_thread_id: THREAD, depth: 1 } } }, undefined],
    [{ custom: 'atlas' }, { custom: 'atlas' }],
  ])('reads the source %j', (source, read) => {
    expect(SessionSource.parse(source)).toEqual(read ?? source);
  });

  it.each(['internal', { internal: 'x' }, { subagent: 'x' }, { teapot: 'x' }])(
    'refuses the source %j',
    (source) => {
      expect(SessionSource.safeParse(source).success).toBe(false);
    },
  );
});

describe('compacted', () => {
  const message = { type: 'message', role: 'user', content: [] };
  const ghost = { type: 'ghost_snapshot', ghost_commit: {} };

  it('moves a numeric window id', () => {
    expect(Compacted.parse({ message: '', window_id: 5 })).toMatchObject({
      window_id: null,
      window_number: 5,
    });
    expect(Compacted.parse({ message: '', window_id: 5, window_number: 2 })).toMatchObject({
      window_number: 2,
    });
    expect(Compacted.safeParse({ message: '', window_id: -1, window_number: 2 }).success).toBe(false);
  });

  it('leaves ghost snapshots out, with their metadata', () => {
    const history = [ghost, message, ghost];
    const metadata = [{ history_sequence: 1 }, { history_sequence: 2 }, { history_sequence: 3 }];
    const payload = { message: '', replacement_history: history, replacement_history_metadata: metadata };
    expect(Compacted.parse(payload)).toEqual({
      message: '',
      replacement_history: [message],
      replacement_history_metadata: [{ history_sequence: 2 }],
    });
    expect(history).toHaveLength(3);
  });

  it.each([
    { replacement_history_metadata: [] },
    { replacement_history: [message], replacement_history_metadata: [] },
    { replacement_history: [ghost], replacement_history_metadata: [] },
    { replacement_history: [{ type: 'message' }] },
  ])('refuses %j', (fields) => {
    expect(Compacted.safeParse({ message: '', ...fields }).success).toBe(false);
  });
});

describe('records that no projector reads', () => {
  it.each([
    ['turn_context', context],
    [
      'turn_context',
      {
        ...context,
        approval_policy: { granular: { sandbox_approval: true, rules: true, mcp_elicitations: true } },
      },
    ],
    ['world_state', { full: false, state: { any: null } }],
    ['inter_agent_communication_metadata', { trigger_turn: false }],
    ['inter_agent_communication', { author: '/root', recipient: '/root/a', content: '', trigger_turn: true }],
    [
      'token_usage_record',
      {
        thread_id: THREAD,
        turn_id: 't',
        session_id: THREAD,
        root_turn_id: 't',
        response_id: 'r',
        usage,
        turn_token_usage: usage,
        thread_token_usage: usage,
      },
    ],
    [
      'retained_context',
      { type: 'verified_answer', turn_id: 't', call_id: 'c', questions: [{ question: 'q', answer: 'a' }] },
    ],
    ['security_risk_score', { scores: { a: 0.5 }, action: null, sampled_at: '2026-01-01T00:00:00Z' }],
    [
      'realtime_item',
      { type: 'transcript_segment', id: 'i', realtime_session_id: 'r', role: 'user', text: '' },
    ],
  ])('%s decodes as %j, and not without one of its fields', (type, payload) => {
    expect(decodes(type, payload)).toBe(true);
    const optional = ['action', 'sampled_at', 'sandbox_policy'];
    for (const field of Object.keys(payload).filter((name) => !optional.includes(name))) {
      expect([field, decodes(type, { ...payload, [field]: undefined })]).toEqual([field, false]);
    }
  });

  it.each([
    ['turn_context', { ...context, cwd: 'relative' }],
    ['turn_context', { ...context, sandbox_policy: { mode: 'read-only' } }],
    ['turn_context', { ...context, effort: '' }],
    ['world_state', { full: true, state: [] }],
    ['security_risk_score', { scores: { a: 1 }, sampled_at: 5 }],
    ['retained_context', { type: 'rumour' }],
    [
      'realtime_item',
      { type: 'transcript_segment', id: 'i', realtime_session_id: 'r', role: 'cat', text: '' },
    ],
  ])('%s does not decode as %j', (type, payload) => {
    expect(decodes(type, payload)).toBe(false);
  });
});

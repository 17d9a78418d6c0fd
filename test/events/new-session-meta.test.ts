import { describe, expect, it } from 'vitest';
import { encodeLine } from '../../src/events/encode-line.js';
import { formatTimestamp } from '../../src/events/format-timestamp.js';
import { type NewSessionMeta, newSessionMeta } from '../../src/events/record/new-session-meta.js';
import { UnwritableRecordError } from '../../src/events/unwritable-record-error.js';

const ID = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const OTHER = '01a1fb5a-b976-7cf0-b963-188df6a0579d';
const LEAST: NewSessionMeta = {
  id: ID,
  timestamp: '2026-11-20T10:00:00.000Z',
  cwd: '/work',
  originator: 'threadloom',
  cli_version: '0.1.0',
};
const ALL: NewSessionMeta = {
  git: { branch: 'main', commit_hash: 'h', repository_url: 'https://example.invalid/r' },
  context_window: { window_id: OTHER },
  multi_agent_version: 'v2',
  subagent_history_start_ordinal: 12,
  history_base: { end_byte_offset: 900, end_ordinal_exclusive: 9, thread_id: OTHER },
  history_mode: 'paginated',
  memory_mode: 'disabled',
  selected_capability_roots: [{ id: 'c' }],
  dynamic_tools: [{ type: 'function', name: 'f', description: 'd', inputSchema: {} }],
  base_instructions: { text: 'b', provenance: { type: 'custom' } },
  model_provider: 'p',
  agent_path: '/root/worker',
  agent_role: 'r',
  agent_nickname: 'n',
  thread_source: 'subagent',
  source: { subagent: 'review' },
  ...LEAST,
  runtime_workspace_roots: ['/work'],
  parent_thread_id: OTHER,
  forked_from_ordinal_exclusive: 9,
  forked_from_id: OTHER,
  session_id: OTHER,
  creator_account_id: 'a',
  creator_user_id: 'u',
  account_scoped: true,
};

const line = (options: NewSessionMeta) =>
  encodeLine({
    timestamp: 't',
    ordinal: 0,
    record: { type: 'session_meta', payload: newSessionMeta(options) },
  });

describe('newSessionMeta', () => {
  it('has every field of the log, in Codex’s order', () => {
    expect(Object.keys(newSessionMeta(ALL))).toEqual([
      ...['account_scoped', 'creator_user_id', 'creator_account_id', 'session_id', 'id', 'forked_from_id'],
      ...['forked_from_ordinal_exclusive', 'parent_thread_id', 'timestamp', 'cwd', 'runtime_workspace_roots'],
      ...[
        'originator',
        'cli_version',
        'source',
        'thread_source',
        'agent_nickname',
        'agent_role',
        'agent_path',
      ],
      ...['model_provider', 'base_instructions', 'dynamic_tools', 'selected_capability_roots', 'memory_mode'],
      ...['history_mode', 'history_base', 'subagent_history_start_ordinal', 'multi_agent_version'],
      ...['context_window', 'git'],
    ]);
    expect(line(ALL)).toContain('"git":{"commit_hash":"h","branch":"main","repository_url":"https');
  });

  it('needs an id, a time, a folder and a program; the rest is taken for granted or missing', () => {
    expect(line(LEAST)).toBe(
      `{"timestamp":"t","ordinal":0,"type":"session_meta","payload":{"account_scoped":true,"session_id":"${ID}","id":"${ID}","timestamp":"2026-11-20T10:00:00.000Z","cwd":"/work","originator":"threadloom","cli_version":"0.1.0","source":"vscode","model_provider":null,"base_instructions":null,"history_mode":"paginated"}}`,
    );
  });

  it('keeps fields that it does not know: they come from the rollout that a thread goes on from', () => {
    expect(newSessionMeta({ ...LEAST, tide: 1.5 })).toMatchObject({ tide: 1.5 });
  });

  it.each([
    ['https://user:secret@example.invalid/r.git', 'https://example.invalid/r.git'],
    ['https://token@example.invalid/r.git', 'https://example.invalid/r.git'],
    ['git@example.invalid:o/r.git', 'git@example.invalid:o/r.git'],
    ['https://example.invalid/a@b', 'https://example.invalid/a@b'],
  ])('leaves credentials out of the remote %s', (url, kept) => {
    expect(newSessionMeta({ ...LEAST, git: { repository_url: url } }).git?.repository_url).toBe(kept);
  });

  it.each<[string, object, string]>([
    ['no id', { id: undefined }, 'id'],
    ['an id that no file name has', { id: ID.toUpperCase() }, 'id'],
    ['an id without hyphens', { session_id: ID.replaceAll('-', '') }, 'session_id'],
    ['a time in another form', { timestamp: '2026-11-20T10:00:00Z' }, 'timestamp'],
    ['a time of another zone', { timestamp: '2026-11-20T10:00:00.000+01:00' }, 'timestamp'],
    ['a relative folder', { cwd: 'work' }, 'cwd'],
    ['a relative root', { runtime_workspace_roots: ['work'] }, 'runtime_workspace_roots'],
    ['a program without a name', { originator: '' }, 'originator'],
    ['an agent path of another form', { agent_path: '/tmp' }, 'agent_path'],
    ['an unknown mode', { history_mode: 'paged' }, 'history_mode'],
    ['an unknown memory mode', { memory_mode: 'on' }, 'memory_mode'],
    [
      'an empty prefix',
      { history_base: { thread_id: OTHER, end_ordinal_exclusive: 0, end_byte_offset: 0 } },
      'history_base',
    ],
    [
      'a cut beyond exact numbers',
      { forked_from_id: OTHER, forked_from_ordinal_exclusive: 2 ** 53 },
      'forked_from_ordinal_exclusive',
    ],
    ['a cut of no thread', { forked_from_ordinal_exclusive: 5 }, 'forked_from_ordinal_exclusive'],
    ['a legacy rollout with a base', { ...ALL, history_mode: 'legacy' }, 'history_base'],
    [
      'a legacy rollout with ordinals',
      { history_mode: 'legacy', subagent_history_start_ordinal: 3 },
      'subagent_history_start_ordinal',
    ],
  ])('refuses %s and names the field', (_, fields, field) => {
    const make = () => newSessionMeta({ ...LEAST, ...fields } as NewSessionMeta);
    expect(make).toThrow(UnwritableRecordError);
    expect(make).toThrow(expect.objectContaining({ reason: expect.stringMatching(`^${field}`) }));
  });
});

describe('formatTimestamp', () => {
  it.each([
    [0, '1970-01-01T00:00:00.000Z'],
    [1_795_168_800_007, '2026-11-20T10:00:00.007Z'],
    [1_795_168_800_007.9, '2026-11-20T10:00:00.007Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
  ])('of %d is %s', (ms, text) => {
    expect(formatTimestamp(ms)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 253_402_300_800_000, -62_167_219_200_001])(
    'refuses %d',
    (ms) => {
      expect(() => formatTimestamp(ms)).toThrow(RangeError);
    },
  );
});

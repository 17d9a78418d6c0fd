import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePlainLine } from '../../src/events/plain/decode-plain-line.js';
import { isPlainPassingLine } from '../../src/events/plain/plain-passing-line.js';
import { RolloutRecord } from '../../src/events/record/rollout-record.js';
import { rollout } from '../../src/testing/index.js';

const realistic = (['paginated', 'legacy'] as const).flatMap((historyMode) =>
  rollout({ historyMode })
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('when is high water?')
        .command({ command: 'npm test', output: 'ok\n' })
        .agent('at noon', { phase: 'final_answer' })
        .complete(),
    )
    .lines(),
);

const usage = {
  input_tokens: 10,
  cached_input_tokens: 2,
  cache_write_input_tokens: 0,
  output_tokens: 3,
  reasoning_output_tokens: 1,
  total_tokens: 13,
};
const ID = '019cadc6-9a80-7000-8000-5589441de6bb';
const others = [
  [
    'token_usage_record',
    {
      thread_id: ID,
      turn_id: 't',
      session_id: ID,
      root_turn_id: 't',
      response_id: 'r',
      usage,
      turn_token_usage: usage,
      thread_token_usage: usage,
    },
  ],
  [
    'event_msg',
    {
      type: 'token_count',
      info: { total_token_usage: usage, last_token_usage: usage, model_context_window: 9 },
      rate_limits: { limit_id: 'codex', primary: null },
    },
  ],
  [
    'turn_context',
    {
      turn_id: 't',
      cwd: '/work',
      approval_policy: 'never',
      model: 'm',
      effort: 'high',
      summary: 'auto',
      sandbox_policy: { type: 'danger-full-access' },
      collaboration_mode: { mode: 'default', settings: { model: 'm', reasoning_effort: null } },
    },
  ],
  [
    'response_item',
    {
      type: 'reasoning',
      id: 'rs',
      summary: [{ type: 'summary_text', text: 'a' }],
      encrypted_content: 'AA==',
    },
  ],
  ['response_item', { type: 'custom_tool_call', call_id: 'c', name: 'apply_patch', input: '***' }],
  ['response_item', { type: 'custom_tool_call_output', call_id: 'c', output: 'ok' }],
].map(([type, payload]) =>
  JSON.stringify({ timestamp: '2026-03-02T09:00:00.000Z', ordinal: 3, type, payload }),
);

const lines = [...realistic, ...others];

type Members = Record<string, unknown>;

const odd = fc.constantFrom<unknown>(null, '', 'odd', -1, 1.5, 2 ** 60, true, [], {}, [null], ['a'], [{}]);

/** Every object in a value, the value itself first. */
function objectsIn(value: unknown): Members[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inner : [value as Members, ...inner];
}

/** A line with one value somewhere in it swapped, dropped or added. */
const spoiled = fc
  .record({
    line: fc.constantFrom(...lines),
    object: fc.nat(),
    key: fc.nat(),
    value: odd,
    how: fc.constantFrom('keep', 'swap', 'drop', 'add'),
  })
  .map(({ line, object, key, value, how }) => {
    const json = JSON.parse(line) as Members;
    const objects = objectsIn(json);
    const target = objects[object % objects.length] ?? json;
    const keys = Object.keys(target);
    const name = keys[key % Math.max(keys.length, 1)] ?? 'none';
    if (how === 'swap') target[name] = value;
    if (how === 'drop') delete target[name];
    if (how === 'add') target.novelty = value;
    return json;
  });

describe('plain lines', () => {
  it('are decoded without the schemas only as the schemas decode them', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(spoiled, (json) => {
        const plain = decodePlainLine(json, JSON.stringify(json));
        if (plain === null) return;
        seen.add(plain.record.type);
        const { timestamp, ordinal, ...record } = json;
        expect(RolloutRecord.parse(record)).toEqual(plain.record);
        expect(plain).toMatchObject({ timestamp, ordinal: ordinal ?? null });
      }),
      { numRuns: 6_000 },
    );
    expect([...seen].sort()).toEqual(['event_msg', 'response_item', 'token_usage_record', 'turn_context']);
  });

  it('are most of a log', () => {
    const written = lines.filter((line) => 'ordinal' in JSON.parse(line));
    const plain = written.filter((line) => decodePlainLine(JSON.parse(line), line) !== null);
    expect(plain.length / written.length).toBeGreaterThan(0.6);
  });

  it('hold no escape, which may be half of a surrogate pair', () => {
    const line = lines.find((text) => isPlainPassingLine(JSON.parse(text))) ?? '';
    expect(decodePlainLine(JSON.parse(line), line)).not.toBeNull();
    expect(decodePlainLine(JSON.parse(line), `${line}\\ud83c`)).toBeNull();
  });
});

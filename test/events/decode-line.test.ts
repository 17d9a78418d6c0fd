import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecodedLine, decodeLine } from '../../src/events/decode-line.js';
import { brokenLimit } from '../../src/events/json/codex-limits.js';
import { JsonNumber } from '../../src/events/json/json-number.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';

const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const TIME = '2026-11-20T23:45:32.362Z';

function line(type: string, payload: unknown, more: Record<string, unknown> = {}): string {
  return JSON.stringify({ timestamp: TIME, ...more, type, payload });
}

function event(payload: unknown): DecodedLine {
  return decodeLine(line('event_msg', payload));
}

/** An item_completed of a dynamic tool whose arguments are the given JSON text. */
function toolLine(argumentsText: string): string {
  const item = { type: 'DynamicToolCall', id: 'c', tool: 't', arguments: 'ARGUMENTS', status: 'completed' };
  const payload = { type: 'item_completed', thread_id: THREAD, turn_id: 't', item, completed_at_ms: 1 };
  return line('event_msg', payload, { ordinal: 3 }).replace('"ARGUMENTS"', () => argumentsText);
}

describe('the envelope', () => {
  it('carries time, ordinal and record', () => {
    const text = line('event_msg', { type: 'agent_reasoning', text: 'x' }, { ordinal: 7 });
    expect(decodeLine(text)).toEqual({
      kind: 'record',
      timestamp: TIME,
      ordinal: 7,
      record: { type: 'event_msg', payload: { type: 'agent_reasoning', text: 'x' } },
    });
  });

  it.each([null, undefined])('reads an ordinal of %s as none', (ordinal) => {
    expect(decodeLine(line('event_msg', { type: 'context_compacted' }, { ordinal }))).toMatchObject({
      kind: 'record',
      ordinal: null,
    });
  });

  it.each([{ ordinal: -1 }, { ordinal: 1.5 }, { ordinal: '5' }, { timestamp: null }, { timestamp: 5 }])(
    'refuses %j',
    (more) => {
      expect(decodeLine(line('event_msg', { type: 'context_compacted' }, more)).kind).toBe('unrecognised');
    },
  );

  it('needs a timestamp and a payload', () => {
    expect(decodeLine('{"type":"event_msg","payload":{"type":"context_compacted"}}')).toMatchObject({
      kind: 'unrecognised',
      timestamp: null,
      type: 'event_msg',
    });
    expect(decodeLine(`{"timestamp":"${TIME}","type":"event_msg"}`).kind).toBe('unrecognised');
  });

  it.each(['', '   ', '[]', '5', 'null', '{', '\ufeff{}', '{"a":NaN}', '{"a":"\\ud800"}'])(
    'calls %j malformed',
    (text) => {
      expect(decodeLine(text).kind).toBe('malformed');
    },
  );

  it('calls a line malformed that is nested deeper than Codex reads', () => {
    for (const depth of [10, 125, 126, 20_000]) {
      const text = line('event_msg', { type: 'agent_reasoning', text: 'x', more: 'DEEP' });
      const deep = text.replace('"DEEP"', `${'['.repeat(depth)}${']'.repeat(depth)}`);
      expect(decodeLine(deep).kind).toBe(depth <= 125 ? 'record' : 'malformed');
    }
  });

  it('never throws', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.json(),
      fc.tuple(fc.string(), fc.jsonValue()).map(([type, payload]) => line(type, payload)),
      fc.jsonValue().map((payload) => line('event_msg', payload)),
    );
    fc.assert(
      fc.property(anything, (text) =>
        ['record', 'unrecognised', 'malformed'].includes(decodeLine(text).kind),
      ),
    );
  });
});

describe('unrecognised lines', () => {
  it.each([
    ['an unknown kind of record', line('moon_phase', {})],
    ['an unknown event', line('event_msg', { type: 'undo_completed' })],
    ['an event without a required field', line('event_msg', { type: 'agent_message' })],
    ['an unknown word', line('event_msg', { type: 'turn_aborted', reason: 'bored' })],
    [
      'a wide integer',
      `{"timestamp":"x","type":"event_msg","payload":{"type":"context_compacted","n":18446744073709551616}}`,
    ],
  ])('keep %s', (_name, text) => {
    const decoded = decodeLine(text);
    expect(decoded).toMatchObject({
      kind: 'unrecognised',
      json: JSON.parse(text),
      unknownHistoryMode: false,
    });
    expect(decoded.kind === 'unrecognised' && decoded.reason).not.toBe('');
  });

  it('say where the fault is', () => {
    const decoded = event({ type: 'task_started', turn_id: 5 });
    expect(decoded).toMatchObject({ reason: expect.stringContaining('payload.turn_id') });
  });

  it('mark an unknown history mode', () => {
    const meta = { id: THREAD, timestamp: TIME, cwd: '/', originator: 'o', cli_version: '1' };
    expect(decodeLine(line('session_meta', meta)).kind).toBe('record');
    for (const fields of [{ history_mode: 'spiral' }, { history_mode: null }, { history_mode: 5, cwd: 5 }]) {
      expect(decodeLine(line('session_meta', { ...meta, ...fields }))).toMatchObject({
        kind: 'unrecognised',
        unknownHistoryMode: true,
      });
    }
    expect(decodeLine(line('session_meta', { ...meta, cwd: 5 }))).toMatchObject({
      unknownHistoryMode: false,
    });
  });
});

describe('retired lines', () => {
  it('are ghost snapshots', () => {
    expect(decodeLine(line('response_item', { type: 'ghost_snapshot', ghost_commit: {} }))).toEqual({
      kind: 'retired',
      ordinal: null,
      type: 'ghost_snapshot',
    });
  });
});

describe('opaque values', () => {
  const read = (argumentsText: string): unknown => {
    const decoded = decodeLine(toolLine(argumentsText));
    if (decoded.kind !== 'record' || decoded.record.type !== 'event_msg') return decoded;
    const { payload } = decoded.record;
    return payload.type === 'item_completed' && payload.item.type === 'DynamicToolCall'
      ? payload.item.arguments
      : payload;
  };

  it.each([
    '{"v":1.10}',
    '{"v":0.0}',
    '[12345678901234567890]',
    '{"b":1,"2":3,"1":4}',
    '{"__proto__":{"x":1.0}}',
    '"text, 1.5"',
    '1e+400',
    'null',
    '9007199254740993',
  ])('keep %s as it is written', (text) => {
    expect(stringifyJson(read(text))).toBe(text);
  });

  it('are kept for every compact JSON that Codex reads', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const compact = JSON.stringify(JSON.parse(text));
        fc.pre(brokenLimit(compact) === null);
        expect(stringifyJson(read(compact))).toBe(compact);
      }),
    );
  });

  it('leave typed numbers plain', () => {
    const decoded = decodeLine(toolLine('1.10'));
    expect(decoded).toMatchObject({ ordinal: 3, record: { payload: { completed_at_ms: 1 } } });
    const limits = event({
      type: 'token_count',
      info: null,
      rate_limits: { primary: { used_percent: 0.5 } },
    });
    expect(limits.kind).toBe('record');
    const zero = line('event_msg', {
      type: 'token_count',
      rate_limits: { primary: { used_percent: 7 } },
    }).replace('7}', '0.0}');
    expect(JSON.stringify(decodeLine(zero))).toContain('"used_percent":0}');
    expect(decodeLine(zero).kind).toBe('record');
  });

  it('are exact in legacy tool events too', () => {
    const text = line('event_msg', {
      type: 'mcp_tool_call_end',
      call_id: 'c',
      invocation: { server: 's', tool: 't', arguments: 'ARGUMENTS' },
      duration: { secs: 0, nanos: 0 },
      result: { Ok: { content: [] } },
    }).replace('"ARGUMENTS"', '{"n":1.50}');
    expect(decodeLine(text)).toMatchObject({
      kind: 'record',
      record: { payload: { turn_id: '', invocation: { arguments: { n: new JsonNumber('1.50') } } } },
    });
  });
});

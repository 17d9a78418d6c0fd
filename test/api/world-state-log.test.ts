/** Which lines of a log are looked at: those that Codex writes are told apart by their first bytes, all others are decoded. */
import { describe, expect, it } from 'vitest';
import { lineOrdinal } from '../../src/api/world-state/line-head.js';
import { readStateRecords } from '../../src/api/world-state/world-state-log.js';
import { frameLines } from '../../src/rollout/index.js';
import { rollout } from '../../src/testing/index.js';

const TIME = '"timestamp":"2026-03-02T09:00:00.000Z"';

function recordsOf(...lines: string[]) {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  return [...readStateRecords(frameLines([bytes], { offset: 0 }), 'rollout')];
}

const changesOf = (...lines: string[]) => recordsOf(...lines).map(({ change }) => change);

describe('the records of a log', () => {
  it('are found however a line is written', () => {
    const payload = '"payload":{"state":{"a":1.0},"full":true}';
    for (const line of [
      `{${TIME},"ordinal":7,"type":"world_state",${payload}}`,
      `{"ordinal":7,"type":"world_state",${payload},${TIME}}`,
      `{ ${TIME}, "ordinal": 7, "type": "world_state", ${payload} }`,
      `{"timestamp":"2026-03-02T09:00:00\\u002e000Z","ordinal":7,"type":"world\\u005fstate",${payload}}`,
    ]) {
      expect(recordsOf(line)).toMatchObject([
        {
          change: { kind: 'full', state: { a: { text: '1.0' } } },
          place: { rolloutId: 'rollout', ordinal: 7, timestamp: '2026-03-02T09:00:00.000Z', startByte: 0 },
        },
      ]);
    }
  });

  it('have the place of their line', () => {
    const line = `{${TIME},"type":"compacted","payload":{"message":""}}`;
    expect(recordsOf('', 'no json', line, line).map(({ place }) => place.startByte)).toEqual([
      9,
      9 + line.length + 1,
    ]);
  });

  it('are not those that cannot be read, save for records of the state', () => {
    const mangled = (type: string, payload: unknown) =>
      `{${TIME},"type":"${type}","payload":${JSON.stringify(payload)}}`;
    expect(
      changesOf(
        mangled('event_msg', { type: 'task_started' }),
        mangled('world_state', { full: 1, state: {} }),
        mangled('compacted', {}),
        mangled('world_state_2', { full: true, state: {} }),
      ),
    ).toMatchObject([{ kind: 'unreadable' }, { kind: 'unreadable' }]);
  });

  it('tell of the turns that they lie in', () => {
    const log = rollout().sessionMeta();
    log
      .turn((turn) => turn.user('ask').command({ command: 'ls', output: 'a' }).agent('done').complete())
      .turn((turn) => turn.user('and?').abort());
    const kinds = recordsOf(...log.lines()).map(({ record }) =>
      record.type === 'response_item' ? `item:${record.payload.type}` : record.type,
    );
    const types = recordsOf(...log.lines()).flatMap(({ record }) =>
      record.type === 'event_msg' ? [record.payload.type] : [],
    );
    expect(types).toEqual(['task_started', 'task_complete', 'task_started', 'turn_aborted']);
    expect(kinds.filter((kind) => kind === 'turn_context')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'world_state')).toHaveLength(1);
    expect(kinds).not.toContain('item:function_call');
    expect(kinds).toContain('item:message');
  });

  it('find messages between agents in all of their forms', () => {
    const envelope = JSON.stringify({ author: '/a', recipient: '/b', content: 'c', trigger_turn: true });
    const message = {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: envelope }],
    };
    const delivered = { type: 'agent_message', author: '/a', recipient: '/b', content: [] };
    const plain = { ...message, content: [{ type: 'output_text', text: 'hello' }] };
    const line = (payload: object) => `{${TIME},"type":"response_item","payload":${JSON.stringify(payload)}}`;
    expect(recordsOf(line(message), line(delivered), line(plain))).toHaveLength(2);
  });
});

describe('the ordinal of a line', () => {
  const ordinalOf = (line: string | Buffer): (number | null)[] =>
    [...frameLines([Buffer.concat([Buffer.from(line), Buffer.from('\n')])], { offset: 0 })].map(lineOrdinal);

  it('is read wherever it stands', () => {
    expect(ordinalOf(`{${TIME},"ordinal":12,"type":"x","payload":{}}`)).toEqual([12]);
    expect(ordinalOf(`{"type":"x","ordinal":12}`)).toEqual([12]);
    expect(ordinalOf(`{${TIME},"type":"event_msg","payload":{"type":"x"}}`)).toEqual([null]);
    expect(ordinalOf('no json')).toEqual([null]);
    expect(ordinalOf(Buffer.from([0xff, 0xfe]))).toEqual([null]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ItemCompleted } from '../../src/events/event-msg/item-lifecycle.js';
import { isPlainItemCompleted } from '../../src/events/plain/plain-item-completed.js';
import { arbitraryTurnItem } from '../support/arbitrary-turn-items.js';
import { optionalTime, THREAD_ID } from '../support/arbitrary-values.js';

const odd = fc.constantFrom<unknown>(
  null,
  '',
  'odd',
  -1,
  1.5,
  2 ** 60,
  true,
  [],
  {},
  [null],
  ['a'],
  undefined,
);

/** Item events of all kinds, some with a value swapped for an odd one. */
const events = fc
  .record({
    item: arbitraryTurnItem,
    started: optionalTime,
    completed: optionalTime,
    key: fc.nat(),
    value: odd,
    spoil: fc.boolean(),
  })
  .map(({ item, started, completed, key, value, spoil }) => {
    const payload: Record<string, unknown> = {
      type: 'item_completed',
      thread_id: THREAD_ID,
      turn_id: 'turn-a',
      item: structuredClone(item),
      started_at_ms: started,
      completed_at_ms: completed,
    };
    if (!spoil) return payload;
    const target = key % 3 === 0 ? payload : (payload.item as Record<string, unknown>);
    const keys = Object.keys(target);
    const name = keys[key % keys.length];
    if (name !== undefined) target[name] = value;
    return payload;
  });

describe('plain items', () => {
  it('accepts only what the schema accepts unchanged', () => {
    let accepted = 0;
    fc.assert(
      fc.property(events, (payload) => {
        if (!isPlainItemCompleted(payload)) return;
        accepted++;
        expect(ItemCompleted.parse(payload)).toEqual(payload);
      }),
      { numRuns: 6_000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  const command = {
    type: 'CommandExecution',
    id: 'call-1',
    command: ['ls'],
    cwd: 'file:///work',
    parsed_cmd: [{ type: 'unknown', cmd: 'ls' }],
    source: 'agent',
    status: 'completed',
    aggregated_output: 'a\n',
    exit_code: 0,
    duration: { secs: 0, nanos: 1 },
  };
  const event = (item: object) => ({
    type: 'item_completed',
    thread_id: THREAD_ID,
    turn_id: 't',
    item,
    started_at_ms: 1,
    completed_at_ms: 2,
  });

  it('accepts a command as Codex writes it', () => {
    expect(isPlainItemCompleted(event(command))).toBe(true);
  });

  it.each([
    ['an unknown status', { ...command, status: 'paused' }],
    ['an exit code beyond 32 bits', { ...command, exit_code: 2 ** 31 }],
    ['an escaped folder', { ...command, cwd: 'file:///a%20b' }],
    ['an older spelling beside the new one', { ...command, parsedCmd: [] }],
    ['a negative duration', { ...command, duration: { secs: -1, nanos: 0 } }],
    [
      'a message with a citation',
      { type: 'AgentMessage', id: 'm', content: [], memory_citation: { entries: [] } },
    ],
    [
      'a message with text elements',
      { type: 'UserMessage', id: 'u', content: [{ type: 'text', text: '', text_elements: [{}] }] },
    ],
  ])('leaves %s to the schema', (_, item) => {
    expect(isPlainItemCompleted(event(item))).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/events/decode-line.js';
import { holdBackText, STAND_IN } from '../../src/events/plain/held-text.js';
import { decodePlainCommand } from '../../src/events/plain/plain-command-line.js';
import { toThreadItem } from '../../src/events/to-thread-item/to-thread-item.js';
import { withOutput } from '../../src/projector/canonical/with-output.js';
import { formatRecordLine } from '../../src/testing/record-line.js';
import { THREAD_ID } from '../support/arbitrary-values.js';

const BEFORE = Buffer.from(',"output":"');

/** Outputs as programs print them: colours, other scripts, quotes, tabs, long and short. */
const output = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b[32m✓\u001b[0m ',
        'a "quoted" \\ word\t',
        '潮位 🌊\r\n',
        '\u2028',
        '\u007f',
        '\b\f\u0000',
      ),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 40, size: 'max' },
  )
  .map((parts) => Buffer.from(parts.join('')).toString());

const command = fc
  .record({
    output: fc.oneof(output, fc.constant('x'.repeat(300))),
    exit_code: fc.option(fc.integer({ min: -2, max: 255 })),
    words: fc.array(fc.string({ unit: 'grapheme', maxLength: 9 }), { minLength: 1, maxLength: 3 }),
    repeated: fc.boolean(),
  })
  .map(({ output: aggregated_output, exit_code, words, repeated }) => {
    const item = {
      type: 'CommandExecution',
      id: 'call-1',
      command: words,
      cwd: 'file:///work',
      parsed_cmd: [{ type: 'unknown', cmd: words.join(' ') }],
      source: 'agent',
      status: 'completed',
      aggregated_output,
      exit_code,
      duration: { secs: 0, nanos: 1 },
    };
    const payload = {
      type: 'item_completed',
      thread_id: THREAD_ID,
      turn_id: 't',
      item,
      started_at_ms: 1,
      completed_at_ms: 2,
    };
    const line = formatRecordLine({
      timestamp: '2026-03-02T09:00:00.000Z',
      ordinal: 4,
      type: 'event_msg',
      payload,
    });
    return repeated ? line.replace(',"exit_code"', `,"aggregated_output":"${STAND_IN}","exit_code"`) : line;
  });

describe('a text that is held back', () => {
  it('comes out as JSON.stringify wrote it, and leaves the rest of the line', () => {
    let held = 0;
    fc.assert(
      fc.property(output, (text) => {
        const line = JSON.stringify({ call_id: 'c', output: text, end: 1 });
        const taken = holdBackText(Buffer.from(line), BEFORE);
        if (taken === null) {
          expect(Buffer.byteLength(JSON.stringify(text)) - 2).toBeLessThan(256);
          return;
        }
        held++;
        expect(`"${taken.text}"`).toBe(JSON.stringify(text));
        expect(taken.line).toBe(JSON.stringify({ call_id: 'c', output: STAND_IN, end: 1 }));
      }),
      { numRuns: 500 },
    );
    expect(held).toBeGreaterThan(100);
  });

  const long = 'x'.repeat(300);
  it.each([
    ['an escape that is not needed', `${long}\\/`],
    ['a letter written as an escape', `${long}\\u0041`],
    ['a control character with capital digits', `${long}\\u001B`],
    ['a control character that has a short escape', `${long}\\u000a`],
    ['half of a surrogate pair', `${long}\\ud83c`],
    ['a raw control character', `${long}\n`],
    ['an unknown escape', `${long}\\x`],
  ])('is not taken with %s', (_, text) => {
    expect(holdBackText(Buffer.from(`{"a":1,"output":"${text}","b":2}`), BEFORE)).toBeNull();
  });

  it.each([
    ['without an end', `{"a":1,"output":"${long}`],
    ['that comes twice', `{"a":1,"output":"${long}","output":"${long}"}`],
    ['that is short', '{"a":1,"output":"abc"}'],
    ['that is no text', '{"a":1,"output":[1]}'],
  ])('is not taken %s', (_, line) => {
    expect(holdBackText(Buffer.from(line), BEFORE)).toBeNull();
  });
});

describe('a command decoded without its output', () => {
  it('gives the same record and the same JSON of its item as decoding it whole', () => {
    let plain = 0;
    fc.assert(
      fc.property(command, (line) => {
        const decoded = decodePlainCommand(Buffer.from(line));
        if (decoded === null) return;
        plain++;
        const whole = decodeLine(line);
        const items = [decoded.line, whole].map((each) => {
          if (each.kind !== 'record' || each.record.type !== 'event_msg') throw new Error('not an event');
          if (each.record.payload.type !== 'item_completed') throw new Error('not an item');
          return JSON.stringify(toThreadItem(each.record.payload.item));
        });
        expect(Buffer.from(withOutput(items[0] ?? '', decoded.output)).toString()).toBe(items[1]);
        expect(decoded.line.ordinal).toBe(whole.kind === 'record' ? whole.ordinal : null);
      }),
      { numRuns: 600 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  it('is refused when there is no place for the output', () => {
    expect(() => withOutput('{"type":"commandExecution"}', Buffer.from('a'))).toThrow(/place/);
  });
});

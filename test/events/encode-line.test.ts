import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/events/decode-line.js';
import { encodeLine } from '../../src/events/encode-line.js';
import { readLineAsWritten } from '../../src/events/read-line-as-written.js';
import { RolloutRecord } from '../../src/events/record/rollout-record.js';
import { UnwritableRecordError } from '../../src/events/unwritable-record-error.js';
import { arbitraryLegacyRollout, arbitraryPaginatedRollout } from '../support/arbitraries.js';
import { WRITTEN_RECORDS } from '../support/written-records.js';

const timestamp = '2026-11-20T10:00:00.000Z';
const START = `{"timestamp":"${timestamp}","ordinal":7,`;

function recordOf(text: string): RolloutRecord {
  const line = decodeLine(text);
  if (line.kind !== 'record') throw new Error(`not a record: ${text}`);
  return line.record;
}

const encode = (record: RolloutRecord, ordinal: number | null = 7) =>
  encodeLine({ timestamp, ordinal, record });

/** Values that belong to somebody else, and maps: their order is the producer's. */
const KEPT = new Set(['arguments', 'result', 'changes', 'inputSchema', 'content_item_metadata', 'path']);

/** The same record from a producer that names its keys backwards and leaves out what it does not know. */
function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(backwards);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(
    entries
      .filter(([key, member]) => member !== null || key === 'arguments')
      .map(([key, member]) => [key, KEPT.has(key) ? member : backwards(member)]),
  );
}

describe('encodeLine', () => {
  it.each(WRITTEN_RECORDS)('gives the bytes of Codex for a %s', (_, rest) => {
    const line = `${START}${rest}}`;
    expect(encode(recordOf(line))).toBe(line);
  });

  it.each(WRITTEN_RECORDS)('gives them whatever order its producer used: %s', (_, rest) => {
    const line = `${START}${rest}}`;
    const record = backwards(recordOf(line));
    expect(encode(record as RolloutRecord)).toBe(line);
  });

  it('leaves the ordinal out in a legacy rollout, where it is never null', () => {
    const record = RolloutRecord.parse({ type: 'event_msg', payload: { type: 'context_compacted' } });
    expect(encode(record, null)).toBe(
      `{"timestamp":"${timestamp}","type":"event_msg","payload":{"type":"context_compacted"}}`,
    );
  });

  it('keeps keys that are not known, after those that are, in their order', () => {
    const line = `${START}"type":"event_msg","payload":{"type":"agent_reasoning","text":"t","z":{"b":1,"a":null},"__proto__":1,"9":2}}`;
    const payload = { z: { b: 1, a: null }, ['__proto__']: 1, text: 't', type: 'agent_reasoning' };
    const record = readLineAsWritten(line)?.asWritten.payload;
    expect(encode({ type: 'event_msg', payload: record } as RolloutRecord)).toBe(line);
    expect(encode({ type: 'event_msg', payload } as RolloutRecord)).toBe(line.replace(',"9":2', ''));
  });

  it('writes a word of several spellings in today’s', () => {
    const record = RolloutRecord.parse({
      type: 'response_item',
      payload: { type: 'compaction_summary', encrypted_content: 'e' },
    });
    expect(encode(record)).toContain('{"type":"compaction","encrypted_content":"e"}');
  });

  it('gives an item of an unknown kind back as it was, inside a compaction as well', () => {
    const line = `${START}"type":"compacted","payload":{"message":"m","replacement_history":[{"type":"hologram","b":1,"a":null}],"compaction_response_id":null,"latest_token_usage_record":null}}`;
    expect(encode(recordOf(line))).toBe(line);
  });

  it('replaces half of a surrogate pair, with which Codex could not read the line', () => {
    const texts = ['a\ud800b', '\udc00', '\\ud800', '🚀', '\ud83d\ud83d\ude80'];
    for (const text of texts) {
      const encoded = encode({ type: 'event_msg', payload: { type: 'agent_reasoning', text } });
      expect(decodeLine(encoded)).toMatchObject({
        kind: 'record',
        record: { payload: { text: Buffer.from(text).toString() } },
      });
    }
  });

  it('refuses a record that nobody could read back, and says where', () => {
    const record = { type: 'event_msg', payload: { type: 'task_complete', error: {} } };
    expect(() => encode(record as unknown as RolloutRecord)).toThrow(
      expect.objectContaining({
        recordType: 'event_msg',
        reason: expect.stringContaining('payload.turn_id'),
      }),
    );
    expect(() => encode({ type: 'hologram', payload: {} } as unknown as RolloutRecord)).toThrow(
      UnwritableRecordError,
    );
  });

  it('refuses JSON that Codex does not read: nested too deep, an integer of more than 64 bits', () => {
    const deep = Array.from({ length: 130 }).reduce<unknown>((inner) => [inner], 1);
    for (const value of [deep, 2 ** 64]) {
      const record = { type: 'world_state', payload: { full: true, state: { value } } } as const;
      expect(() => encode(record)).toThrow(UnwritableRecordError);
    }
  });

  it('is what decodeLine reads, and the same when it is done again', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryPaginatedRollout(), arbitraryLegacyRollout()), (lines) => {
        for (const text of lines) {
          const line = decodeLine(text);
          if (line.kind !== 'record') continue;
          const once = encodeLine(line);
          const again = decodeLine(once);
          expect(again.kind).toBe('record');
          if (again.kind === 'record') expect(encodeLine(again)).toBe(once);
        }
      }),
    );
  });

  it('does not depend on the order of the keys', () => {
    const items = arbitraryPaginatedRollout({ maxLines: 8 });
    fc.assert(
      fc.property(items, fc.boolean(), (lines, nested) => {
        for (const text of lines) {
          const line = decodeLine(text);
          if (line.kind !== 'record') continue;
          const payload = Object.fromEntries(
            Object.entries(line.record.payload)
              .reverse()
              .map(([key, value]) => [key, nested && key === 'item' ? reversed(value) : value]),
          );
          const record = { ...line.record, payload } as RolloutRecord;
          expect(encodeLine({ ...line, record })).toBe(encodeLine(line));
        }
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse());
}

describe('readLineAsWritten', () => {
  it('gives the bytes of any line back: records, unknown kinds, odd numbers, lines without an envelope', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryPaginatedRollout(), arbitraryLegacyRollout()), (lines) => {
        for (const text of lines) {
          const line = readLineAsWritten(text);
          if (line !== null) expect(encodeLine(line)).toBe(text);
          else expect(decodeLine(text).kind).toBe('malformed');
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    '{"type":"message","role":"user","content":[]}',
    '{"payload":{"b":1.10,"7":0.0,"a":-0.0},"type":"x","timestamp":"t","ordinal":12345678901234567890}',
    '{"timestamp":"t","ordinal":3,"type":"event_msg","payload":{"type":"token_count","rate_limits":{"primary":{"used_percent":0.0}}}}',
    '{}',
  ])('keeps %s', (text) => {
    const line = readLineAsWritten(text);
    expect(line && encodeLine(line)).toBe(text);
  });

  it.each(['', '[1]', 'null', '{"a":', '5'])('has nothing to give back for %j', (text) => {
    expect(readLineAsWritten(text)).toBeNull();
  });

  it('gives a copied line a new time and number, or takes the number away', () => {
    const text = '{"timestamp":"a","ordinal":3,"type":"x","payload":{"z":1.0,"a":2}}';
    const line = readLineAsWritten(text);
    if (line === null) throw new Error('not a line');
    expect(encodeLine({ ...line, ordinal: 9 })).toBe(text.replace('3', '9'));
    expect(encodeLine({ ...line, timestamp: 'b', ordinal: null })).toBe(
      '{"timestamp":"b","type":"x","payload":{"z":1.0,"a":2}}',
    );
    const bare = readLineAsWritten('{"type":"x","payload":{}}');
    expect(bare && encodeLine({ ...bare, timestamp: 'b', ordinal: 1 })).toBe(
      '{"timestamp":"b","ordinal":1,"type":"x","payload":{}}',
    );
  });
});

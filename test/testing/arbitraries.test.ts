import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/events/decode-line.js';
import { formatRecordLine } from '../../src/testing/index.js';
import { arbitraryLegacyRollout, arbitraryPaginatedRollout, bytesOfLines } from '../support/arbitraries.js';
import { arbitraryLegacyEvent } from '../support/arbitrary-legacy-events.js';
import { arbitraryTurnItemKinds } from '../support/arbitrary-turn-items.js';
import { THREAD_ID, withoutMarks } from '../support/arbitrary-values.js';

const timestamp = '2026-03-02T09:00:00.000Z';

describe('arbitrary turn items', () => {
  it.each(Object.entries(arbitraryTurnItemKinds))('%s decodes', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (item) => {
        const payload = {
          type: 'item_completed',
          thread_id: THREAD_ID,
          turn_id: 't',
          item,
          completed_at_ms: 5,
        };
        const line = withoutMarks(formatRecordLine({ timestamp, ordinal: 3, type: 'event_msg', payload }));
        expect(decodeLine(line)).toMatchObject({ kind: 'record', ordinal: 3 });
      }),
      { numRuns: 60 },
    );
  });
});

describe('arbitrary legacy events', () => {
  it('decode, but for the kind that exists no more', () => {
    fc.assert(
      fc.property(arbitraryLegacyEvent, (payload) => {
        const decoded = decodeLine(withoutMarks(formatRecordLine({ timestamp, type: 'event_msg', payload })));
        expect(decoded.kind, JSON.stringify(decoded)).toBe(
          payload.type === 'undo_completed' ? 'unrecognised' : 'record',
        );
      }),
      { numRuns: 600 },
    );
  });
});

describe('arbitrary rollouts', () => {
  const kindsOf = (arbitrary: fc.Arbitrary<string[]>) =>
    new Set(
      fc
        .sample(arbitrary, { numRuns: 200, seed: 1 })
        .flatMap((lines) => lines.slice(1).map((line) => decodeLine(line).kind)),
    );

  it('hold records, unrecognised and malformed lines', () => {
    expect(kindsOf(arbitraryPaginatedRollout())).toEqual(new Set(['record', 'unrecognised', 'malformed']));
    expect(kindsOf(arbitraryLegacyRollout())).toEqual(
      new Set(['record', 'unrecognised', 'malformed', 'retired']),
    );
  });

  it('begin with a session_meta and keep one line a line', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraryPaginatedRollout(), arbitraryLegacyRollout()), (lines) => {
        expect(decodeLine(lines[0] ?? '')).toMatchObject({ record: { type: 'session_meta' } });
        expect(Buffer.from(bytesOfLines(lines)).toString('utf8').split('\n')).toEqual([...lines, '']);
      }),
    );
  });
});

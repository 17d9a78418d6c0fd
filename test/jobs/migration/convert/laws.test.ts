import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeLine } from '../../../../src/events/decode-line.js';
import type { RolloutRecord } from '../../../../src/events/record/rollout-record.js';
import { ConversionError } from '../../../../src/jobs/migration/convert/conversion-error.js';
import { proveInShadow } from '../../../../src/jobs/migration/convert/prove-conversion.js';
import { Shadow } from '../../../../src/jobs/verify/shadow.js';
import { arbitraryLegacyRollout } from '../../../support/arbitraries.js';
import { arbitraryLegacyContextLog } from '../../../support/arbitrary-context-log.js';
import { type Converted, convertLines, legacyLines, sourceLines } from '../../../support/conversion-lab.js';
import { contextOf, rolledBack, user, userTurn } from '../../../support/model-context-records.js';

/** Gives every call an id of its own, as models do: readers of a paginated rollout have one item an id and turn. */
function withOwnIds(lines: readonly string[]): string[] {
  return lines.map((line, at) =>
    line.replace(
      /"(call_id|callId|item_id|event_id|id)":"((?:item|call|msg)-\w|ü)"/g,
      (_, key, id) => `"${key}":"${id}-${at}"`,
    ),
  );
}

/**
 * Without turns that begin twice, as their rows are one, and without events of turns that never begin: which turn is open after them is
 * another one for readers of each mode, and with it where a thought ends.
 */
function withOwnTurns(lines: readonly string[]): string[] {
  const begun = new Set<string>();
  return lines.filter((text) => {
    const line = decodeLine(text);
    if (line.kind !== 'record' || line.record.type !== 'event_msg') return true;
    const { payload } = line.record;
    switch (payload.type) {
      case 'task_started': {
        const isNew = !begun.has(payload.turn_id);
        begun.add(payload.turn_id);
        return isNew;
      }
      case 'task_complete':
      case 'turn_aborted':
      case 'entered_review_mode':
      case 'exited_review_mode':
        return payload.turn_id == null || begun.has(payload.turn_id);
      default:
        return true;
    }
  });
}

/** Null where a rollback takes back what an older compaction summed up: nobody can tell what would be left. */
function converted(lines: readonly string[], recover = false): Converted | null {
  try {
    return convertLines(lines, { recover });
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    expect(error.code).toBe('legacy_rollout_conversion_failed');
    expect(lines.join('\n')).toContain('thread_rolled_back');
    return null;
  }
}

let shadow: Shadow;

beforeAll(async () => {
  shadow = await Shadow.open();
});

afterAll(() => shadow.close());

describe('any legacy rollout', () => {
  test('is converted to records with the ordinals 0 to n − 1', () => {
    fc.assert(
      fc.property(arbitraryLegacyRollout(), (lines) => {
        const made = converted(lines);
        if (made === null) return;
        const { report } = made.conversion;
        expect(made.lines).toHaveLength(report.linesWritten);
        expect(report.linesRead).toBe(lines.length);
        expect(decodeLine(made.lines[0] ?? '')).toMatchObject({
          ordinal: 0,
          record: { type: 'session_meta' },
        });
      }),
    );
  });

  test('shows after the conversion all that it showed before, in the same order', () => {
    fc.assert(
      fc.property(arbitraryLegacyRollout(), fc.boolean(), (rollout, recover) => {
        const lines = withOwnTurns(withOwnIds(rollout));
        const made = converted(lines, recover);
        if (made === null) return;
        const proof = proveInShadow(shadow, {
          before: () => sourceLines(lines),
          after: () => sourceLines(made.lines),
        });
        expect(proof.problem).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test('is converted to the same lines again', () => {
    fc.assert(
      fc.property(arbitraryLegacyRollout(), (lines) => {
        expect(converted(lines)?.lines).toEqual(converted(lines)?.lines);
      }),
    );
  });
});

/** A session tells the model what the interface shows; the migration keeps what the model was told. */
function withRequests(log: readonly RolloutRecord[]): RolloutRecord[] {
  return log.flatMap((of) =>
    of.type === 'event_msg' && of.payload.type === 'user_message' ? [user(of.payload.message), of] : [of],
  );
}

const decoded = (lines: readonly string[]): RolloutRecord[] =>
  lines.slice(1).flatMap((text) => {
    const line = decodeLine(text);
    return line.kind === 'record' ? [line.record] : [];
  });

test('the model goes on with the history it would have had without the migration', () => {
  fc.assert(
    fc.property(arbitraryLegacyContextLog, (log) => {
      const lines = legacyLines(withRequests(log));
      const made = converted(lines);
      if (made === null) return;
      expect(contextOf(made.records).history).toEqual(contextOf(decoded(lines)).history);
    }),
    { numRuns: 500 },
  );
});

test('turns as sessions write them leave settings and world as they were, whatever was rolled back', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.constant('turn' as const) },
    { weight: 1, arbitrary: fc.nat(3) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const log = steps.flatMap((of, n) => (of === 'turn' ? userTurn(n) : [rolledBack(of)]));
      const lines = legacyLines(log);
      const { lastStartedTurnId: _, ...before } = contextOf(decoded(lines));
      expect(contextOf(convertLines(lines).records)).toMatchObject(before);
    }),
  );
});

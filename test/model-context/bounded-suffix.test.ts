/** The newest part of a log that the model context can be rebuilt from (spec: model-context §7). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RolloutRecord } from '../../src/events/decode-line.js';
import { boundedSuffix, reconstructModelContext } from '../../src/model-context/index.js';
import {
  arbitraryLegacyContextLog,
  arbitraryMeta,
  arbitraryPaginatedContextLog,
} from '../support/arbitrary-context-log.js';
import {
  assistant,
  compacted,
  complete,
  delivery,
  event,
  item,
  replacing,
  resuming,
  rolledBack,
  started,
  turnContext,
  user,
  userTurn,
  windowed,
  worldState,
} from '../support/model-context-records.js';

const checkpoint = compacted('s', { ...replacing('kept'), ...windowed(1) });

const PAGINATED = { rollbacks: false };
const LEGACY = { rollbacks: true };

/** How many records, from the newest on, are asked for. */
function asked(records: readonly RolloutRecord[], { rollbacks } = PAGINATED): number {
  let count = 0;
  function* newestFirst(): Generator<RolloutRecord> {
    for (const record of records.toReversed()) {
      count++;
      yield record;
    }
  }
  boundedSuffix(newestFirst(), { rollbacks });
  return count;
}

describe('a bounded suffix', () => {
  it('begins with the latest checkpoint when newer turns say the rest', () => {
    const records = [...userTurn(1), checkpoint, ...userTurn(2)];
    const suffix = boundedSuffix(records.toReversed(), PAGINATED);
    expect(suffix.reachedBeginning).toBe(false);
    expect(suffix.records).toEqual(records.slice(records.indexOf(checkpoint)));
  });

  it('goes on past a checkpoint to the turn that says the metadata', () => {
    const records = [...userTurn(1), ...userTurn(2), started('c'), checkpoint, complete('c')];
    expect(asked(records)).toBe(userTurn(2).length + 3);
  });

  it('ends at a checkpoint with resume metadata', () => {
    const resumable = compacted('s', { ...replacing('kept'), ...windowed(1), ...resuming('model') });
    const records = [...userTurn(1), started('c'), resumable, complete('c')];
    expect(asked(records)).toBe(2);
    expect(asked([...records, rolledBack(1)], LEGACY)).toBe(3);
  });

  it('of a legacy log ends nowhere else: an older rollback may take back what is newer', () => {
    const records = [...userTurn(1), user('never begun'), rolledBack(1), checkpoint, ...userTurn(2)];
    expect(asked(records, LEGACY)).toBe(records.length);
  });

  it('ends at a turn that told the world in full', () => {
    const told = [worldState(true, {}), turnContext('c', 'model')];
    const records = [...userTurn(1), started('c'), checkpoint, ...told, complete('c')];
    expect(asked(records)).toBe(5);
  });

  it('uses the context of a turn that an agent message began, without an older turn', () => {
    const agent = item({ type: 'agent_message', author: '/root/a', recipient: '/root', content: [] });
    const turn = [started('t'), delivery(true), agent, turnContext('t', 'model'), complete('t')];
    expect(asked([...userTurn(1), checkpoint, ...turn])).toBe(turn.length + 1);
  });

  it('ignores messages of context when it looks for the turn that says the metadata', () => {
    const context = user('<environment_context>here</environment_context>');
    const turn = [started('t'), context, turnContext('t', 'model'), complete('t')];
    const records = [...userTurn(1), ...userTurn(2), checkpoint, ...turn];
    expect(asked(records)).toBe(records.length - userTurn(1).length);
  });

  it.each([
    ['without a history', compacted('s', windowed(2))],
    ['without a window', compacted('s', replacing('b'))],
    ['of the first versions', compacted('s')],
  ])('is the whole log after a compaction %s', (_, older) => {
    const records = [...userTurn(1), checkpoint, ...userTurn(2), older, ...userTurn(3)];
    const suffix = boundedSuffix(records.toReversed(), PAGINATED);
    expect(suffix).toEqual({ records, reachedBeginning: true });
  });

  it('is the whole log after a rollback', () => {
    const records = [...userTurn(1), checkpoint, ...userTurn(2), rolledBack(1)];
    expect(boundedSuffix(records.toReversed(), PAGINATED)).toEqual({ records, reachedBeginning: true });
  });

  it('is the whole log without a checkpoint', () => {
    const records = [...userTurn(1), ...userTurn(2)];
    expect(boundedSuffix(records.toReversed(), PAGINATED)).toEqual({ records, reachedBeginning: true });
  });

  it('keeps what lies between the turn it goes back to and the checkpoint', () => {
    const records = [...userTurn(1), ...userTurn(2), assistant('between'), checkpoint];
    expect(boundedSuffix(records.toReversed(), PAGINATED).records).toEqual(records.slice(userTurn(1).length));
  });

  it('leaves out records that no model context depends on', () => {
    const records = [...userTurn(1), event({ type: 'agent_message', message: 'shown' })];
    expect(boundedSuffix(records.toReversed(), PAGINATED).records).toEqual(userTurn(1));
  });
});

describe.each([
  ['paginated', arbitraryPaginatedContextLog, PAGINATED],
  ['legacy', arbitraryLegacyContextLog, LEGACY],
])('law: the suffix of a %s log', (mode, arbitraryLog, options) => {
  it('gives the model context of the whole log', () => {
    let shorter = 0;
    fc.assert(
      fc.property(arbitraryLog, arbitraryMeta, (records, meta) => {
        const suffix = boundedSuffix(records.toReversed(), options);
        if (suffix.records.length < records.length / 2) shorter++;
        expect(reconstructModelContext({ meta }, suffix.records)).toEqual(
          reconstructModelContext({ meta }, records),
        );
      }),
      { numRuns: 2_000 },
    );
    // Else the law would say nothing.
    expect(shorter).toBeGreaterThan(mode === 'paginated' ? 200 : 50);
  });
});

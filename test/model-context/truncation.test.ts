/** Where copied histories are cut (spec: model-context §8). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RolloutRecord } from '../../src/events/decode-line.js';
import {
  TruncationError,
  truncateAfterTurn,
  truncateBeforeTurn,
  truncateBeforeUserMessage,
  truncateToLastTurns,
} from '../../src/model-context/index.js';
import { arbitraryLegacyContextLog } from '../support/arbitrary-context-log.js';
import {
  aborted,
  assistant,
  complete,
  delivery,
  developer,
  interAgent,
  item,
  rolledBack,
  started,
  turnContext,
  user,
  userTurn,
} from '../support/model-context-records.js';

const agentMessage = item({ type: 'agent_message', author: '/root/a', recipient: '/root', content: [] });
const context = user('<environment_context>here</environment_context>');

function codeOf(cut: () => unknown): string {
  try {
    cut();
  } catch (error) {
    if (error instanceof TruncationError) return error.code;
    throw error;
  }
  return 'none';
}

describe('before the n-th message of the user', () => {
  const records = [developer('rules'), ...userTurn(1), ...userTurn(2), ...userTurn(3)];
  const positionOf = (n: number): number => 1 + (n - 1) * userTurn(1).length + 2;

  it('keeps the records before it, from the start', () => {
    expect(truncateBeforeUserMessage(records, 0)).toEqual(records.slice(0, positionOf(1)));
    expect(truncateBeforeUserMessage(records, 2)).toEqual(records.slice(0, positionOf(3)));
  });

  it('keeps everything when there is no such message, or for Infinity', () => {
    expect(truncateBeforeUserMessage(records, 3)).toEqual(records);
    expect(truncateBeforeUserMessage([...records, started('t4')], Number.POSITIVE_INFINITY)).toHaveLength(
      records.length + 1,
    );
  });

  it('of a log that ends in the middle of a turn keeps what is before that turn', () => {
    expect(truncateBeforeUserMessage([...records, started('t4'), assistant('half')], 3)).toEqual(records);
    const ended = [...records, started('t4'), aborted(null)];
    expect(truncateBeforeUserMessage(ended, 3)).toEqual(ended);
  });

  it('does not count messages that were rolled back', () => {
    const log = [...userTurn(1), ...userTurn(2), rolledBack(1), ...userTurn(3)];
    const third = userTurn(1).length * 2 + 1 + 2;
    expect(truncateBeforeUserMessage(log, 1)).toEqual(log.slice(0, third));
  });

  it('ignores messages of context, also in the prefix of a session', () => {
    const log = [context, ...userTurn(1)];
    expect(truncateBeforeUserMessage(log, 0)).toEqual(log.slice(0, 3));
  });

  it('does not count messages of agents', () => {
    const log = [agentMessage, ...userTurn(1)];
    expect(truncateBeforeUserMessage(log, 0)).toEqual(log.slice(0, 3));
  });
});

describe('at a turn', () => {
  const records = [developer('rules'), ...userTurn(1), ...userTurn(2), developer('after')];
  const size = userTurn(1).length;

  it('after a terminal turn keeps the records up to its end', () => {
    expect(truncateAfterTurn(records, 'turn-1')).toEqual(records.slice(0, 1 + size));
    expect(truncateAfterTurn(records, 'turn-2')).toEqual(records.slice(0, 1 + 2 * size));
  });

  it('before a terminal turn keeps the records up to its start', () => {
    expect(truncateBeforeTurn(records, 'turn-1')).toEqual([developer('rules')]);
    expect(truncateBeforeTurn(records, 'turn-2')).toEqual(records.slice(0, 1 + size));
  });

  it('before a turn in progress keeps the records up to its start', () => {
    expect(truncateBeforeTurn([...records, started('t3'), user('q')], 't3')).toEqual(records);
  });

  it('after a turn in progress is refused', () => {
    expect(codeOf(() => truncateAfterTurn([...records, started('t3')], 't3'))).toBe('turn_in_progress');
    expect(codeOf(() => truncateAfterTurn([started('t3'), complete('other')], 't3'))).toBe(
      'turn_in_progress',
    );
  });

  it('after a turn that was aborted keeps the records up to there', () => {
    const log = [started('t1'), user('q'), aborted('t1'), developer('after')];
    expect(truncateAfterTurn(log, 't1')).toEqual(log.slice(0, 3));
    expect(truncateAfterTurn([started('t1'), aborted(null)], 't1')).toHaveLength(2);
  });

  it('that was rolled back is refused', () => {
    const log = [...records, rolledBack(1)];
    expect(codeOf(() => truncateAfterTurn(log, 'turn-2'))).toBe('turn_not_found');
    expect(codeOf(() => truncateBeforeTurn(log, 'turn-2'))).toBe('turn_not_found');
    expect(truncateAfterTurn(log, 'turn-1')).toEqual(records.slice(0, 1 + size));
  });

  it('that no record begins is refused: readers made its id up', () => {
    expect(codeOf(() => truncateAfterTurn([user('q'), assistant('a')], 'rollout-0'))).toBe('turn_not_found');
    expect(codeOf(() => truncateAfterTurn([turnContext('t1', 'm'), complete('t1')], 't1'))).toBe(
      'turn_not_found',
    );
  });

  it('a rollback takes turns that nobody asked for along without counting them', () => {
    const task = [started('task'), turnContext('task', 'm'), complete('task')];
    const log = [...userTurn(1), ...userTurn(2), ...task, rolledBack(1)];
    expect(codeOf(() => truncateAfterTurn(log, 'turn-2'))).toBe('turn_not_found');
    expect(codeOf(() => truncateAfterTurn(log, 'task'))).toBe('turn_not_found');
    expect(truncateAfterTurn(log, 'turn-1')).toEqual(userTurn(1));
  });
});

describe('to the last turns', () => {
  it('counts messages of the user, and messages of agents that began a turn', () => {
    const log = [
      ...userTurn(1),
      delivery(true),
      agentMessage,
      delivery(false),
      agentMessage,
      interAgent({ trigger_turn: false }),
      interAgent({ trigger_turn: true }),
      assistant('answer'),
    ];
    expect(truncateToLastTurns(log, 1)).toEqual(log.slice(-2));
    expect(truncateToLastTurns(log, 2)).toEqual(log.slice(userTurn(1).length + 1));
    expect(truncateToLastTurns(log, 3)).toEqual(log.slice(2));
  });

  it('takes an agent message without a note of its delivery for one that began no turn', () => {
    expect(truncateToLastTurns([agentMessage], 1)).toEqual([]);
  });

  it('drops the startup prefix even when there are fewer turns', () => {
    const log = [developer('rules'), context, user('q'), assistant('a')];
    expect(truncateToLastTurns(log, 9)).toEqual(log.slice(2));
  });

  it('keeps nothing for no turns, and of a log without turns', () => {
    expect(truncateToLastTurns(userTurn(1), 0)).toEqual([]);
    expect(truncateToLastTurns([developer('rules')], 3)).toEqual([]);
  });

  it('does not count turns that were rolled back', () => {
    const log = [...userTurn(1), ...userTurn(2), rolledBack(1), ...userTurn(3)];
    expect(truncateToLastTurns(log, 2)).toEqual(log.slice(2));
  });

  it('a rollback counts every request, and discards the turns from the oldest of them on', () => {
    const log = [...userTurn(1), user('q2'), delivery(false), agentMessage, rolledBack(2), ...userTurn(3)];
    expect(truncateToLastTurns(log, 2)).toEqual(log.slice(2));
  });

  it('a rollback of no turns is ignored', () => {
    const log = [...userTurn(1), ...userTurn(2), rolledBack(0)];
    expect(truncateToLastTurns(log, 1)).toEqual(log.slice(userTurn(1).length + 2));
  });
});

describe('laws', () => {
  const isPrefix = (part: readonly RolloutRecord[], whole: readonly RolloutRecord[]): boolean =>
    part.every((record, index) => record === whole[index]);

  it('a cut from the start is a prefix, and grows with n', () => {
    fc.assert(
      fc.property(arbitraryLegacyContextLog, fc.nat(6), (records, n) => {
        const cut = truncateBeforeUserMessage(records, n);
        expect(isPrefix(cut, records)).toBe(true);
        const complete = truncateBeforeUserMessage(records, Number.POSITIVE_INFINITY);
        expect(complete).toEqual(records);
      }),
    );
  });

  it('what is kept of the last turns begins with a request and ends with the log', () => {
    fc.assert(
      fc.property(arbitraryLegacyContextLog, fc.integer({ min: 1, max: 6 }), (records, count) => {
        const kept = truncateToLastTurns(records, count);
        expect(isPrefix(kept.toReversed(), records.toReversed())).toBe(true);
        expect(truncateToLastTurns(records, count + 1).length).toBeGreaterThanOrEqual(kept.length);
      }),
    );
  });
});

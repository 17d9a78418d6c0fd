/** Settings of the turn before, and what the next turn context is compared with (spec: model-context §3). */
import { describe, expect, it } from 'vitest';
import {
  aborted,
  assistant,
  compacted,
  complete,
  contextOf,
  replacing,
  resuming,
  started,
  turnContext,
  user,
  userEvent,
  userTurn,
  windowed,
  worldState,
} from '../support/model-context-records.js';

const compaction = (model?: string | null) =>
  compacted('s', { ...replacing('kept'), ...windowed(1), ...(model !== undefined && resuming(model)) });

describe('previous turn settings', () => {
  it('are those of the newest turn of the user', () => {
    expect(contextOf([...userTurn(1), ...userTurn(2)]).previousTurnSettings).toEqual({
      model: 'model 2',
      compHash: 'hash of model 2',
      realtimeActive: false,
    });
  });

  it('are not hydrated by a bare turn context', () => {
    const context = contextOf([turnContext('t1', 'model')]);
    expect(context.previousTurnSettings).toBeNull();
    expect(context.worldStateBaseline).toBeNull();
  });

  it('are hydrated by a turn whose context has no turn id', () => {
    const records = [started('t1'), user('q'), userEvent('q'), turnContext(null, 'model'), complete('t1')];
    expect(contextOf(records).previousTurnSettings?.model).toBe('model');
  });

  it('do not come from a context of another turn', () => {
    const records = [...userTurn(1), started('t2'), user('q'), turnContext('other', 'odd'), complete('t2')];
    expect(contextOf(records).previousTurnSettings?.model).toBe('model 1');
  });

  it('of a turn with several contexts are those of the first', () => {
    const records = [
      started('t1'),
      user('q'),
      turnContext('t1', 'first'),
      turnContext('t1', 'second'),
      complete('t1'),
    ];
    expect(contextOf(records).previousTurnSettings?.model).toBe('first');
    expect(contextOf(records).referenceContext?.model).toBe('second');
  });

  it('come from a turn that told the world in full, though nobody asked for it', () => {
    const records = [
      ...userTurn(1),
      started('c'),
      worldState(true, { a: 1 }),
      turnContext('c', 'other'),
      complete('c'),
    ];
    expect(contextOf(records).previousTurnSettings?.model).toBe('other');
    expect(contextOf(records).referenceContext?.turn_id).toBe('c');
  });

  it('do not come from a turn that told the world before its compaction', () => {
    const records = [
      ...userTurn(1),
      started('c'),
      worldState(true, { a: 1 }),
      turnContext('c', 'other'),
      compaction(),
      complete('c'),
    ];
    expect(contextOf(records).previousTurnSettings?.model).toBe('model 1');
  });
});

describe('resume metadata of the newest compaction', () => {
  const after = (...records: Parameters<typeof contextOf>[0]) =>
    contextOf([...userTurn(1), started('c'), ...records, complete('c')]);

  it('says the settings', () => {
    expect(after(compaction('model b')).previousTurnSettings?.model).toBe('model b');
    expect(after(compaction('model b')).lastStartedTurnId).toBe('turn of the compaction');
  });

  it('says that there are none', () => {
    expect(after(compaction(null)).previousTurnSettings).toBeNull();
  });

  it('gives way to a turn context with the world told in full after it', () => {
    const context = after(compaction('model b'), worldState(true, {}), turnContext('c', 'model c'));
    expect(context.previousTurnSettings?.model).toBe('model c');
    expect(context.referenceContext?.model).toBe('model c');
  });

  it('does not give way to a turn that did not come to its end', () => {
    const turn = [compaction('model b'), turnContext('c', 'model c'), user('q')];
    for (const end of [[], [aborted('c')], [aborted(null)], [complete('another')], [started('next')]]) {
      const context = contextOf([...userTurn(1), started('c'), ...turn, ...end]);
      expect(context.previousTurnSettings?.model).toBe('model b');
    }
  });

  it('does not give way to a turn context alone', () => {
    const context = after(compaction('model b'), turnContext('c', 'model c'));
    expect(context.previousTurnSettings?.model).toBe('model b');
    expect(context.referenceContext).toBeNull();
  });

  it('gives way to a request after it', () => {
    const context = after(compaction('model b'), turnContext('c', 'model c'), user('q'));
    expect(context.previousTurnSettings?.model).toBe('model c');
  });

  it('says nothing once there is a newer compaction', () => {
    const newer = compacted('s', { ...replacing('newer'), ...windowed(2) });
    expect(after(compaction('model b'), newer).previousTurnSettings?.model).toBe('model 1');
  });

  it('says nothing without a window or a history', () => {
    const bare = compacted('s', { ...replacing('kept'), ...resuming('model b') });
    expect(after(bare).previousTurnSettings?.model).toBe('model 1');
    expect(
      after(compacted('s', { ...windowed(1), ...resuming('model b') })).previousTurnSettings?.model,
    ).toBe('model 1');
  });
});

describe('the reference context', () => {
  it('is not seeded by a bare turn context', () => {
    expect(contextOf([turnContext('t1', 'model')]).referenceContext).toBeNull();
  });

  it('is not seeded by a bare turn context after a compaction', () => {
    expect(contextOf([compaction(), turnContext(null, 'm')]).referenceContext).toBeNull();
  });

  it('is cleared by a compaction', () => {
    expect(
      contextOf([...userTurn(1), started('c'), compaction(), complete('c')]).referenceContext,
    ).toBeNull();
  });

  it('is reestablished by a turn context after the compaction in a turn of the user', () => {
    const records = [
      started('t1'),
      user('q'),
      userEvent('q'),
      turnContext('t1', 'before'),
      compaction(),
      turnContext('t1', 'after'),
      complete('t1'),
    ];
    expect(contextOf(records).referenceContext?.model).toBe('after');
  });

  it('is cleared by a compaction in a trailing incomplete turn', () => {
    const records = [...userTurn(1), started('t2'), user('q'), turnContext('t2', 'm'), compaction()];
    expect(contextOf(records).referenceContext).toBeNull();
  });

  it('is preserved from a trailing incomplete turn', () => {
    const context = contextOf([...userTurn(1), started('t2'), user('q'), turnContext('t2', 'm')]);
    expect(context.referenceContext?.turn_id).toBe('t2');
    expect(context.previousTurnSettings?.model).toBe('m');
  });

  it('is cleared by an incomplete compacted turn that another one replaced', () => {
    const replaced = [started('t2'), user('q'), turnContext('t2', 'm'), compaction()];
    const context = contextOf([...userTurn(1), ...replaced, started('t3'), complete('t3')]);
    expect(context.referenceContext).toBeNull();
  });
});

describe('a turn that was aborted', () => {
  it('without an id leaves the turn as it is, also for what a compaction clears', () => {
    const records = [
      ...userTurn(1),
      started('t2'),
      user('q'),
      turnContext('t2', 'm'),
      assistant('half'),
      aborted(null),
      started('c'),
      compaction(),
      complete('c'),
    ];
    const context = contextOf(records);
    expect(context.previousTurnSettings?.model).toBe('m');
    expect(context.referenceContext).toBeNull();
  });

  it('with its id shows that a context of another turn is not its own', () => {
    for (const end of [aborted('t2'), complete('t2')]) {
      const records = [...userTurn(1), started('t2'), user('q'), turnContext('other', 'odd'), end];
      expect(contextOf(records).previousTurnSettings?.model).toBe('model 1');
    }
  });

  it('with the id of another turn says nothing of its own', () => {
    for (const end of [aborted('other'), complete('other'), aborted('turn-1')]) {
      const records = [...userTurn(1), started('t2'), user('q'), turnContext('t2', 'm'), end];
      expect(contextOf(records).previousTurnSettings?.model).toBe('m');
    }
  });

  it('with an unmatched id preserves the turn for a later turn context', () => {
    const records = [started('t1'), user('q'), userEvent('q'), aborted('other'), turnContext('t1', 'm')];
    expect(contextOf(records).previousTurnSettings?.model).toBe('m');
  });
});

describe('the last started turn', () => {
  it('is the newest one that is told to begin', () => {
    expect(contextOf([...userTurn(1), started('t2')]).lastStartedTurnId).toBe('t2');
  });

  it('is said by the newest compaction when none began after it', () => {
    expect(contextOf([compaction('model')]).lastStartedTurnId).toBe('turn of the compaction');
  });
});

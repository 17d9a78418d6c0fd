/** What the next world state is compared with (spec: world-state §6). */
import { describe, expect, it } from 'vitest';
import {
  compacted,
  complete,
  contextOf,
  replacing,
  rolledBack,
  started,
  user,
  userTurn,
  windowed,
  worldState,
} from '../support/model-context-records.js';

const compaction = compacted('s', { ...replacing('kept'), ...windowed(1) });

describe('the world state baseline', () => {
  it('is restored: full snapshot and patches folded', () => {
    const records = [
      worldState(true, { a: { x: 1, y: 2 } }),
      ...userTurn(1),
      worldState(false, { a: { x: null } }),
    ];
    expect(contextOf(records).worldStateBaseline).toEqual({ a: { y: 2 } });
  });

  it('is replayed from the latest compaction window alone', () => {
    const records = [
      worldState(true, { old: 1 }),
      compaction,
      worldState(true, { a: 1 }),
      ...userTurn(1),
      worldState(false, { b: 2 }),
    ];
    expect(contextOf(records).worldStateBaseline).toEqual({ a: 1, b: 2 });
  });

  it('is none after a compaction, and a patch does not bring it back', () => {
    expect(contextOf([worldState(true, { a: 1 }), compaction]).worldStateBaseline).toBeNull();
    expect(
      contextOf([worldState(true, { a: 1 }), compaction, worldState(false, { b: 1 })]).worldStateBaseline,
    ).toBeNull();
  });

  it('is that of before a rolled back turn', () => {
    const turn = [started('t2'), user('q'), worldState(false, { a: 2 }), complete('t2')];
    const records = [worldState(true, { a: 1 }), ...userTurn(1), ...turn, rolledBack(1)];
    expect(contextOf(records).worldStateBaseline).toEqual({ a: 1 });
  });
});

/** The state after a log: baselines, patches, compactions, and turns that were taken back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RolloutRecord } from '../../src/events/decode-line.js';
import { equalJson } from '../../src/world-state/equal-json.js';
import {
  foldChange,
  foldRecord,
  foldWorldState,
  NewestWorldState,
  NO_WORLD_STATE,
  nextWorldStateRecord,
  readStateChange,
  stateChangeOf,
  type WorldStateSnapshot,
} from '../../src/world-state/index.js';
import { arbitrarySnapshot } from '../support/arbitrary-snapshots.js';
import {
  aborted,
  asked,
  assistantItem,
  compacted,
  completed,
  full,
  isRequest,
  patch,
  rolledBack,
  started,
  turn,
  turnContext,
  userItem,
} from '../support/context-records.js';

const stateAfter = (...records: RolloutRecord[]): WorldStateSnapshot | null =>
  foldWorldState(records, isRequest).snapshot;

describe('folding records', () => {
  it('a full snapshot replaces the baseline, a patch is laid over it', () => {
    expect(stateAfter()).toBeNull();
    expect(stateAfter(full({ a: 1, b: { c: 1 } }), patch({ a: null, b: { d: 2 } }))).toEqual({
      b: { c: 1, d: 2 },
    });
    expect(stateAfter(full({ a: 1 }), patch({ a: 2 }), full({ b: 1 }))).toEqual({ b: 1 });
  });

  it('a patch without a baseline is ignored with a warning, and never taken for a snapshot', () => {
    const fold = foldWorldState([patch({ a: 1 }), patch({ b: 1 })], isRequest);
    expect(fold).toEqual({
      snapshot: null,
      warnings: [{ kind: 'patch_without_baseline', detail: 'no full snapshot before a patch', count: 2 }],
    });
    expect(foldWorldState([patch({ a: 1 }), full({ b: 1 })], isRequest)).toEqual({
      snapshot: { b: 1 },
      warnings: [],
    });
  });

  it('reconstruct_history_replays_world_state_from_latest_compaction_window', () => {
    expect(stateAfter(full({ old: 1 }), compacted(), full({ a: 1 }), patch({ b: 2 }))).toEqual({
      a: 1,
      b: 2,
    });
    expect(stateAfter(full({ old: 1 }), compacted())).toBeNull();
    expect(stateAfter(full({ old: 1 }), compacted(), patch({ b: 2 }))).toBeNull();
  });

  it('a record that cannot be read is passed over with a warning, until a full snapshot follows', () => {
    const before = foldWorldState([full({ a: 1 })], isRequest);
    for (const payload of [
      { full: true, state: 5 },
      { full: true, state: null },
      { full: false, state: [] },
      { state: {} },
      'nothing',
      null,
    ]) {
      const fold = foldChange(before, readStateChange(payload));
      expect(fold.snapshot).toEqual({ a: 1 });
      expect(fold.warnings).toMatchObject([{ kind: 'unreadable_record', count: 1 }]);
      expect(foldRecord(fold, patch({ b: 1 }))).toEqual({ ...fold, snapshot: { a: 1, b: 1 } });
      expect(foldRecord(fold, full({ b: 1 }))).toEqual({ snapshot: { b: 1 }, warnings: [] });
    }
  });

  it('records of other kinds change nothing, turn contexts among them', () => {
    const fold = foldWorldState([full({ a: 1 })], isRequest);
    for (const record of [
      turnContext('t'),
      started('t'),
      asked(),
      userItem(),
      assistantItem(),
      completed('t'),
    ]) {
      expect(foldRecord(fold, record)).toBe(fold);
    }
    expect(stateAfter(turnContext('t'), userItem())).toBeNull();
  });

  it('world_state_baseline_deduplicates_until_history_is_replaced', () => {
    const sections = { model: 'gpt-5.5', tools: { web: 'searches' } };
    const log: RolloutRecord[] = [];
    const write = (): boolean => {
      const next = nextWorldStateRecord(stateAfter(...log), sections);
      if (next !== null) log.push(full(next.payload.state));
      return next !== null;
    };
    expect([write(), write(), write()]).toEqual([true, false, false]);
    log.push(compacted());
    expect([write(), write()]).toEqual([true, false]);
  });

  it('record_initial_history_restores_world_state_baseline: an equal state needs no record after a resume', () => {
    const sections = { environments: { environments: { local: { cwd: '/d', shell: null } } }, tools: null };
    const log = [
      ...turn('t1', full({ environments: { environments: { local: { cwd: '/d' } } } })),
      ...turn('t2'),
    ];
    expect(nextWorldStateRecord(stateAfter(...log), sections)).toBeNull();
  });

  it('a full snapshot and the patches after it fold to the last snapshot, however often the log is read', () => {
    fc.assert(
      fc.property(fc.array(arbitrarySnapshot, { minLength: 1, maxLength: 6 }), (snapshots) => {
        let baseline: WorldStateSnapshot | null = null;
        let fold = NO_WORLD_STATE;
        for (const snapshot of snapshots) {
          const next = nextWorldStateRecord(baseline, snapshot);
          expect(next === null).toBe(baseline !== null && equalJson(baseline, snapshot));
          expect(next?.payload.full ?? false).toBe(baseline === null);
          if (next !== null) fold = foldChange(fold, readStateChange(next.payload));
          baseline = snapshot;
          expect(equalJson(fold.snapshot, snapshot)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('rollbacks', () => {
  it('reconstruct_history_rollback: what a turn was told goes with the turn', () => {
    const log = [
      ...turn('t1', full({ a: 1 })),
      ...turn('t2', patch({ a: 2 })),
      ...turn('t3', patch({ b: 3 })),
    ];
    expect(stateAfter(...log)).toEqual({ a: 2, b: 3 });
    expect(stateAfter(...log, rolledBack(1))).toEqual({ a: 2 });
    expect(stateAfter(...log, rolledBack(2))).toEqual({ a: 1 });
    expect(stateAfter(...log, rolledBack(3))).toBeNull();
    expect(stateAfter(...log, rolledBack(99))).toBeNull();
    expect(stateAfter(...log, rolledBack(0))).toEqual({ a: 2, b: 3 });
  });

  it('a compaction that was rolled back ends nothing', () => {
    const log = [...turn('t1', full({ a: 1 })), ...turn('t2', compacted(), full({ b: 1 }))];
    expect(stateAfter(...log, rolledBack(1))).toEqual({ a: 1 });
  });

  it('an incomplete turn goes too, and a turn after the rollback counts again', () => {
    const log = [...turn('t1', full({ a: 1 })), started('t2'), patch({ a: 2 }), asked(), aborted('t2')];
    expect(stateAfter(...log, rolledBack(1))).toEqual({ a: 1 });
    expect(stateAfter(...log, rolledBack(1), ...turn('t3', patch({ c: 3 })))).toEqual({ a: 1, c: 3 });
    expect(stateAfter(...log, rolledBack(1), ...turn('t3', patch({ c: 3 })), rolledBack(2))).toBeNull();
  });

  it('turns that nobody asked for go with the turn before them and are not counted', () => {
    const log = [
      ...turn('t1', full({ a: 1 })),
      ...turn('t2', patch({ a: 2 })),
      started('compaction'),
      userItem('<environment_context>…</environment_context>'),
      patch({ a: 3 }),
      completed('compaction'),
    ];
    expect(stateAfter(...log, rolledBack(1))).toEqual({ a: 1 });
    expect(
      stateAfter(started('own'), full({ o: 1 }), completed('own'), ...turn('t1'), rolledBack(1)),
    ).toEqual({ o: 1 });
  });

  it('a turn without user_message counts by its items', () => {
    const log = [...turn('t1', full({ a: 1 })), started('t2'), patch({ a: 2 }), userItem(), completed('t2')];
    expect(stateAfter(...log, rolledBack(1))).toEqual({ a: 1 });
  });

  it('a task_started of another turn does not begin the turn that is walked through', () => {
    for (const end of [completed('t2'), aborted('t2'), turnContext('t2')]) {
      const turns = [started('t2'), patch({ a: 2 }), started('other'), asked(), end];
      expect(stateAfter(...turn('t1', full({ a: 1 })), ...turns, rolledBack(1))).toEqual({ a: 1 });
    }
  });

  it('an abort without an id says nothing of the turn', () => {
    const log = [...turn('t1', full({ a: 1 })), started('t2'), asked(), patch({ a: 2 }), aborted()];
    expect(stateAfter(...log)).toEqual({ a: 2 });
    expect(stateAfter(...log, rolledBack(1))).toEqual({ a: 1 });
  });
});

interface Step {
  kind: 'turn' | 'own' | 'rollback';
  told: ('full' | 'patch' | 'compacted')[];
  count: number;
}

const arbitrarySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('turn', 'turn', 'own', 'rollback'),
    told: fc.array(fc.constantFrom('full', 'patch', 'compacted'), { maxLength: 2 }),
    count: fc.nat(3),
  }),
  { maxLength: 12 },
);

/** The log of some steps, and the records that must count, by taking turns off a stack. */
function logOf(steps: readonly Step[]): { log: RolloutRecord[]; counting: RolloutRecord[] } {
  const log: RolloutRecord[] = [];
  const turns: { byUser: boolean; told: RolloutRecord[] }[] = [];
  for (const [index, { kind, told, count }] of steps.entries()) {
    if (kind === 'rollback') {
      log.push(rolledBack(count));
      for (let left = count; left > 0 && turns.length > 0; ) if (turns.pop()?.byUser) left--;
      continue;
    }
    const records = told.map((what, nth) =>
      what === 'compacted' ? compacted() : { full, patch }[what]({ [`s${nth}`]: index, shared: index }),
    );
    turns.push({ byUser: kind === 'turn', told: records });
    const id = `turn-${index}`;
    log.push(...(kind === 'turn' ? turn(id, ...records) : [started(id), ...records, completed(id)]));
  }
  return { log, counting: turns.flatMap(({ told }) => told) };
}

describe('laws', () => {
  it('a fold of a log with rollbacks is the fold of what was not taken back', () => {
    fc.assert(
      fc.property(arbitrarySteps, (steps) => {
        const { log, counting } = logOf(steps);
        expect(foldWorldState(log, isRequest)).toEqual(counting.reduce(foldRecord, NO_WORLD_STATE));
      }),
      { numRuns: 500 },
    );
  });

  it('walking back until the state is settled gives the fold of the whole log', () => {
    fc.assert(
      fc.property(arbitrarySteps, (steps) => {
        const { log } = logOf(steps);
        const { changedAt, ...fold } = walkBack(log).state();
        expect(fold).toEqual(foldWorldState(log, isRequest));
        expect(walkBack(log, true).state()).toEqual({ ...fold, changedAt });
      }),
      { numRuns: 500 },
    );
  });

  it('no more is walked over than back to the beginning of the turn with the last full snapshot', () => {
    const old = Array.from({ length: 50 }, (_, index) => turn(`old-${index}`, full({ a: index }))).flat();
    const newer = [...turn('t1', patch({ z: 1 }), full({ a: 1 })), ...turn('t2', patch({ a: 2 }))];
    const met: number[] = [];
    const walk = walkBack([...old, ...newer], false, met);
    expect(met).toHaveLength(newer.length);
    expect(walk.state().snapshot).toEqual({ a: 2 });
  });
});

function walkBack(log: readonly RolloutRecord[], all = false, met: number[] = []): NewestWorldState<number> {
  const walk = new NewestWorldState<number>({ isRequest, all });
  for (const [place, record] of [...log.entries()].reverse()) {
    met.push(place);
    if (!walk.meet({ record, change: stateChangeOf(record), place })) break;
  }
  return walk;
}

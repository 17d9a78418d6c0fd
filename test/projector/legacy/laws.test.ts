import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RolloutRecord } from '../../../src/events/record/rollout-record.js';
import { INITIAL_LEGACY_STATE, type LegacyState } from '../../../src/projector/legacy/legacy-state.js';
import { reduceLegacy } from '../../../src/projector/legacy/reduce-legacy.js';
import { type InMemoryLegacyHistory, inMemoryLegacyHistory } from '../../support/in-memory-legacy-history.js';
import {
  agentMessage,
  compacted,
  errorEvent,
  event,
  execEnd,
  hookElement,
  itemCompleted,
  mcpEnd,
  rawReasoning,
  reasoning,
  rolledBack,
  taskComplete,
  taskStarted,
  turnAborted,
  turnContext,
  userMessage,
  userResponse,
  webSearchEnd,
} from '../../support/legacy-records.js';

/** Few ids, so that turns and items meet; some look like generated ones. */
const turnId = fc.constantFrom('a', 'b', 'rollout-1', 'rollout-3');
const itemId = fc.constantFrom('x', 'y', 'item-1', 'item-2');
const text = fc.constantFrom('', 'one', 'two');
const number = fc.option(fc.nat(100), { nil: null });

const anyRecord: fc.Arbitrary<RolloutRecord> = fc.oneof(
  turnId.map((id) => taskStarted(id)),
  fc.tuple(turnId, number).map(([id, at]) => taskComplete(id, { completed_at: at })),
  turnId.map((id) => taskComplete(id, { error: { message: 'no' } })),
  fc.option(turnId, { nil: null }).map((id) => turnAborted(id)),
  fc.nat(3).map(rolledBack),
  text.map((message) => userMessage(message)),
  text.map((message) => agentMessage(message)),
  text.map(reasoning),
  text.map(rawReasoning),
  fc.constant(compacted()),
  fc.constant(turnContext()),
  fc.constant(event('context_compacted')),
  fc.constant(errorEvent('no')),
  itemId.map((id) => webSearchEnd(id)),
  fc.tuple(itemId, turnId).map(([id, turn]) => execEnd(id, turn)),
  fc.tuple(itemId, fc.oneof(turnId, fc.constant(''))).map(([id, turn]) => mcpEnd(id, turn)),
  fc.tuple(itemId, turnId).map(([id, turn]) => itemCompleted(turn, { type: 'Plan', id, text: 'plan' })),
  itemId.map((id) => userResponse(id, hookElement('run', 'text'))),
  fc
    .record({ turn: fc.option(turnId, { nil: null }), item: fc.option(itemId, { nil: null }) })
    .map(({ turn, item }) =>
      event('exited_review_mode', { review_output: null, turn_id: turn, item_id: item }),
    ),
);

const records = fc.array(anyRecord, { maxLength: 40 });
const noIds = {
  uuid(): string {
    throw new Error('no record of these needs an id');
  },
};

function reduceAll(
  from: LegacyState,
  some: readonly RolloutRecord[],
  history: InMemoryLegacyHistory,
): LegacyState {
  let state = from;
  for (const record of some) {
    const reduction = reduceLegacy(state, record, history, noIds);
    history.apply(reduction.changes);
    state = reduction.state;
  }
  return state;
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
}

describe('laws of the legacy reducer', () => {
  test('consecutive suffixes, with the state through JSON in between, give what all at once gives (law 1)', () => {
    fc.assert(
      fc.property(records, fc.array(fc.nat(40)), (all, cuts) => {
        const atOnce = inMemoryLegacyHistory();
        const lastState = reduceAll(INITIAL_LEGACY_STATE, all, atOnce);

        const inParts = inMemoryLegacyHistory();
        let state = INITIAL_LEGACY_STATE;
        let from = 0;
        for (const to of [...cuts.sort((a, b) => a - b), all.length]) {
          state = JSON.parse(JSON.stringify(reduceAll(state, all.slice(from, to), inParts)));
          from = Math.max(from, Math.min(to, all.length));
        }
        expect(inParts.turns()).toEqual(atOnce.turns());
        expect(state).toEqual(lastState);
      }),
    );
  });

  test('the same input gives the same output and is not touched', () => {
    fc.assert(
      fc.property(records, anyRecord, (earlier, last) => {
        const history = inMemoryLegacyHistory();
        const state = reduceAll(INITIAL_LEGACY_STATE, earlier, history);
        deepFreeze(state);
        deepFreeze(last);
        const first = reduceLegacy(state, last, history, noIds);
        expect(reduceLegacy(state, last, history, noIds)).toEqual(first);
      }),
    );
  });

  test('applying the changes of a record again changes no row (law 3)', () => {
    fc.assert(
      fc.property(records, anyRecord, (earlier, last) => {
        const history = inMemoryLegacyHistory();
        const state = reduceAll(INITIAL_LEGACY_STATE, earlier, history);
        const changes = reduceLegacy(state, last, history, noIds).changes.filter(
          ({ kind }) => kind !== 'removeTurns',
        );
        history.apply(changes);
        const rows = history.turns();
        history.apply(changes);
        expect(history.turns()).toEqual(rows);
      }),
    );
  });

  test('the state tells the open turn and the number of items as the rows have them', () => {
    fc.assert(
      fc.property(records, (all) => {
        const history = inMemoryLegacyHistory();
        const { current, itemCount, recordIndex } = reduceAll(INITIAL_LEGACY_STATE, all, history);
        const turns = history.turns();
        expect(recordIndex).toBe(all.length === 0 ? null : all.length - 1);
        expect(itemCount).toBe(turns.reduce((sum, turn) => sum + turn.items.length, 0));
        if (current === null) return;
        const row = turns.at(-1);
        expect(row).toMatchObject({
          turnId: current.turnId,
          occurrence: current.occurrence,
          status: current.status,
        });
        expect(row?.items).toHaveLength(current.itemCount);
        expect(row?.items.at(-1)?.id).toBe(current.lastItem?.itemId);
        if (current.lastItem?.reasoning) expect(row?.items.at(-1)).toMatchObject(current.lastItem.reasoning);
      }),
    );
  });

  test('the state does not grow with the log', () => {
    const exchange = [
      taskStarted('a'),
      userMessage('one'),
      reasoning('two'),
      agentMessage('three'),
      taskComplete('a'),
    ];
    const sizeAfter = (rounds: number) => {
      const all = Array.from({ length: rounds }, () => exchange).flat();
      return JSON.stringify(reduceAll(INITIAL_LEGACY_STATE, all, inMemoryLegacyHistory())).length;
    };
    expect(sizeAfter(200)).toBeLessThan(sizeAfter(2) + 20);
  });
});

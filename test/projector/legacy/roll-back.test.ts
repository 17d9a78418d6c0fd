import { describe, expect, test } from 'vitest';
import {
  agentMessage,
  compacted,
  execEnd,
  mcpEnd,
  rolledBack,
  taskComplete,
  taskStarted,
  userMessage,
  webSearchEnd,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('rollback (legacy-history §6)', () => {
  test('drops_last_turns_on_thread_rollback', () => {
    legacySpec()
      .given(userMessage('First'), agentMessage('A1'), userMessage('Second'), agentMessage('A2'))
      .given(rolledBack(1))
      .given(userMessage('Third'), agentMessage('A3'))
      .thenTurns([
        { turnId: 'rollout-0', items: [{ id: 'item-1' }, { id: 'item-2', text: 'A1' }] },
        { turnId: 'rollout-5', items: [{ id: 'item-3' }, { id: 'item-4', text: 'A3' }] },
      ]);
  });

  test('thread_rollback_clears_all_turns_when_num_turns_exceeds_history', () => {
    legacySpec()
      .given(userMessage('One'), agentMessage('A1'), userMessage('Two'), agentMessage('A2'))
      .when(rolledBack(99))
      .thenTurns([])
      .thenChanges([{ kind: 'removeTurns', turns: [{ turnId: 'rollout-0' }, { turnId: 'rollout-2' }] }]);
  });

  test('indexed_items_stay_with_their_turn_after_rollback', () => {
    const calls = Array.from({ length: 40 }, (_, index) => `call-${index}`);
    const spec = legacySpec()
      .given(taskStarted('kept'), ...calls.map((id) => execEnd(id, 'kept')), taskComplete('kept'))
      .given(taskStarted('dropped'), ...calls.map((id) => execEnd(id, 'dropped')), taskComplete('dropped'))
      .given(rolledBack(1))
      .given(execEnd('call-35', 'kept', { aggregated_output: 'later\n' }), execEnd('call-35', 'dropped'))
      .thenItemIds([calls]);
    expect(spec.history.turns()[0]?.items[35]).toMatchObject({ aggregatedOutput: 'later\n' });
  });

  test('items are numbered by what is left, items of tools included', () => {
    legacySpec()
      .given(userMessage('one'), webSearchEnd('w-1'), webSearchEnd('w-2'), userMessage('two'), rolledBack(1))
      .given(userMessage('three'))
      .thenItemIds([['item-1', 'w-1', 'w-2'], ['item-4']]);
  });

  test('a replaced item counts once, one that was added to a finished turn counts too', () => {
    legacySpec()
      .given(taskStarted('a'), mcpEnd('m', 'a'), mcpEnd('m', 'a'), taskComplete('a'))
      .given(taskStarted('b'), mcpEnd('m', 'a'), mcpEnd('n', 'a'), rolledBack(1), userMessage('next'))
      .thenItemIds([['m', 'n'], ['item-3']]);
  });

  test('rolling back no turns closes the open one', () => {
    legacySpec()
      .given(userMessage('one'), agentMessage('two'), rolledBack(0), agentMessage('three'))
      .thenTurns([
        { turnId: 'rollout-0', items: [{ id: 'item-1' }, { id: 'item-2' }] },
        { turnId: 'rollout-3', items: [{ id: 'item-3' }] },
      ]);
  });

  test('turns without items count as turns', () => {
    legacySpec()
      .given(userMessage('one'), taskStarted('empty'), taskComplete('empty'), compacted(), rolledBack(2))
      .thenTurns([{ turnId: 'rollout-0' }]);
  });

  test('what comes late for a dropped turn is dropped, and its id starts afresh', () => {
    legacySpec()
      .given(taskStarted('a'), userMessage('one'), taskComplete('a'), taskStarted('a'), userMessage('two'))
      .given(rolledBack(1), taskStarted('b'), rolledBack(1), mcpEnd('m', 'b'), taskStarted('a'))
      .thenTurns([
        { turnId: 'a', occurrence: 0, items: [{ id: 'item-1' }] },
        { turnId: 'a', occurrence: 1, ordinal: 9, items: [] },
      ]);
  });
});

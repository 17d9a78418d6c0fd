import { describe, test } from 'vitest';
import {
  execBegin,
  execEnd,
  mcpEnd,
  taskComplete,
  taskStarted,
  userMessage,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('items that come after their turn (legacy-history §4)', () => {
  test('assigns_late_legacy_mcp_completion_to_original_turn', () => {
    legacySpec()
      .given(taskStarted('turn-a'), userMessage('first'), taskComplete('turn-a'))
      .given(taskStarted('turn-b'), userMessage('second'), mcpEnd('late', 'turn-a'), mcpEnd('nameless', ''))
      .thenItemIds([
        ['item-1', 'late'],
        ['item-2', 'nameless'],
      ]);
  });

  test('assigns_late_exec_completion_to_original_turn', () => {
    legacySpec()
      .given(
        taskStarted('turn-a'),
        userMessage('first'),
        execBegin('exec-1', 'turn-a'),
        taskComplete('turn-a'),
      )
      .given(
        taskStarted('turn-b'),
        userMessage('second'),
        execEnd('exec-1', 'turn-a'),
        taskComplete('turn-b'),
      )
      .thenTurns([
        { turnId: 'turn-a', items: [{ id: 'item-1' }, { id: 'exec-1', status: 'completed' }] },
        { turnId: 'turn-b', items: [{ id: 'item-2' }] },
      ]);
  });

  test('drops_late_turn_scoped_item_for_unknown_turn_id', () => {
    legacySpec()
      .given(taskStarted('turn-a'), userMessage('first'), taskComplete('turn-a'))
      .given(taskStarted('turn-b'), userMessage('second'))
      .when(execEnd('exec-1', 'turn-missing'), execEnd('exec-2', ''), mcpEnd('mcp-1', 'turn-missing'))
      .thenChanges([])
      .thenItemIds([['item-1'], ['item-2']]);
  });
});

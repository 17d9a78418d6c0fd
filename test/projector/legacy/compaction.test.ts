import { describe, test } from 'vitest';
import {
  agentMessage,
  compacted,
  event,
  taskComplete,
  taskStarted,
  userMessage,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('compaction (legacy-history §5)', () => {
  test('preserves_compaction_only_turn', () => {
    legacySpec()
      .given(compacted(), taskStarted('turn-a'), taskComplete('turn-a'))
      .thenTurns([
        { turnId: 'rollout-0', status: 'completed', items: [] },
        { turnId: 'turn-a', status: 'completed', items: [] },
      ]);
  });

  test('a user message joins a turn that holds nothing but a compaction', () => {
    legacySpec()
      .given(compacted(), userMessage('one'), userMessage('two'))
      .thenTurns([
        { turnId: 'rollout-0', items: [{ id: 'item-1' }] },
        { turnId: 'rollout-2', items: [{ id: 'item-2' }] },
      ]);
  });

  test('a user message leaves a turn that was compacted and holds items', () => {
    legacySpec()
      .given(compacted(), agentMessage('one'), userMessage('two'))
      .thenTurns([{ turnId: 'rollout-0' }, { turnId: 'rollout-2' }]);
  });

  test('the compaction event is an item', () => {
    legacySpec()
      .given(userMessage('one'), event('context_compacted'))
      .thenTurns([{ items: [{ id: 'item-1' }, { type: 'contextCompaction', id: 'item-2' }] }]);
  });
});

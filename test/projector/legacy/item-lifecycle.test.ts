import { describe, test } from 'vitest';
import {
  event,
  itemCompleted,
  itemStarted,
  THREAD_ID,
  taskComplete,
  taskStarted,
  userMessage,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('canonical items in a legacy log (legacy-history §5)', () => {
  test('rebuilds_sleep_item_from_persisted_completion', () => {
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('wait'))
      .given(
        itemCompleted('turn-1', { type: 'Extension', kind: 'clock.sleep', id: 'sleep-1', durationMs: 25 }),
      )
      .thenTurns([{ items: [{ type: 'userMessage' }, { type: 'sleep', id: 'sleep-1', durationMs: 25 }] }]);
  });

  test('rebuilds_extension_image_generation_item_from_persisted_completion', () => {
    const item = {
      type: 'Extension',
      kind: 'image_gen.generation',
      id: 'image-1',
      status: 'completed',
      revisedPrompt: 'a red bike',
      result: 'aGVsbG8=',
      savedPath: '/tmp/image-1.png',
    };
    legacySpec()
      .given(taskStarted('turn-1'), itemCompleted('turn-1', item))
      .thenTurns([
        {
          items: [
            {
              type: 'imageGeneration',
              id: 'image-1',
              status: 'completed',
              revisedPrompt: 'a red bike',
              result: 'aGVsbG8=',
              savedPath: '/tmp/image-1.png',
            },
          ],
        },
      ]);
  });

  test('canonical_hook_prompt_completion_updates_turn_history', () => {
    const item = (text: string) => ({
      type: 'HookPrompt',
      id: 'hook-1',
      fragments: [{ text, hookRunId: 'run-1' }],
    });
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('go'), itemCompleted('turn-1', item('first')))
      .given(itemCompleted('turn-1', item('second')))
      .thenTurns([
        {
          items: [
            { type: 'userMessage' },
            { type: 'hookPrompt', id: 'hook-1', fragments: [{ text: 'second', hookRunId: 'run-1' }] },
          ],
        },
      ]);
  });

  test('a started item is shown like a completed one', () => {
    legacySpec()
      .given(taskStarted('turn-1'), itemStarted('turn-1', { type: 'Plan', id: 'plan-1', text: 'one' }))
      .thenTurns([{ items: [{ type: 'plan', id: 'plan-1', text: 'one' }] }]);
  });

  test('an item carries the times of its records, and a time once known stays', () => {
    const plan = (text: string, times: object) =>
      event('item_completed', {
        thread_id: THREAD_ID,
        turn_id: 'turn-1',
        item: { type: 'Plan', id: 'plan-1', text },
        ...times,
      });
    legacySpec()
      .given(taskStarted('turn-1'), plan('one', { completed_at_ms: 0 }))
      .thenTurns([{ items: [{ startedAtMs: null, completedAtMs: null }] }])
      .given(
        plan('two', { started_at_ms: 3, completed_at_ms: 5 }),
        plan('three', { started_at_ms: 7, completed_at_ms: 9 }),
      )
      .thenTurns([{ items: [{ text: 'three', startedAtMs: 3, completedAtMs: 5 }] }]);
  });

  test('a plan without text and an item of an unknown turn are dropped', () => {
    legacySpec()
      .given(taskStarted('turn-1'))
      .when(itemCompleted('turn-1', { type: 'Plan', id: 'plan-1', text: '' }))
      .when(itemCompleted('unknown', { type: 'Plan', id: 'plan-1', text: 'one' }))
      .thenChanges([]);
  });

  test('an item takes the place of one with its id, whatever the kind', () => {
    const output = { type: 'FunctionCallOutput', id: 'x', name: 'lookup', output: 'done' };
    legacySpec()
      .given(taskStarted('turn-1'), itemCompleted('turn-1', { type: 'Plan', id: 'x', text: 'one' }))
      .given(userMessage('and'), itemCompleted('turn-1', output), taskComplete('turn-1'))
      .thenTurns([{ items: [{ type: 'functionCallOutput', id: 'x' }, { type: 'userMessage' }] }]);
  });
});

import { describe, test } from 'vitest';
import {
  agentMessage,
  event,
  itemCompleted,
  taskComplete,
  taskStarted,
  userMessage,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

const target = { type: 'uncommittedChanges' };
const NO_OUTPUT = 'Reviewer failed to output a response.';

describe('reviews (legacy-history §5, §7)', () => {
  test('review_mode_events_replay_persisted_ids', () => {
    legacySpec()
      .given(
        event('entered_review_mode', {
          target,
          user_facing_hint: 'current changes',
          turn_id: 'review-turn',
          item_id: 'entered-1',
        }),
        event('exited_review_mode', { review_output: null, turn_id: 'review-turn', item_id: 'exited-1' }),
      )
      .thenTurns([
        {
          turnId: 'review-turn',
          status: 'completed',
          items: [
            { type: 'enteredReviewMode', id: 'entered-1', review: 'current changes' },
            { type: 'exitedReviewMode', id: 'exited-1', review: NO_OUTPUT },
          ],
        },
      ]);
  });

  test('review_mode_items_replay_without_turn_started', () => {
    legacySpec()
      .given(
        itemCompleted('review-turn', {
          type: 'EnteredReviewMode',
          id: 'entered-1',
          target,
          user_facing_hint: 'current changes',
        }),
        itemCompleted('review-turn', { type: 'ExitedReviewMode', id: 'exited-1', review_output: null }),
        taskComplete('review-turn', { completed_at: 5, duration_ms: 6 }),
        userMessage('next'),
      )
      .thenTurns([
        {
          turnId: 'review-turn',
          status: 'completed',
          startedAt: null,
          completedAt: 5,
          durationMs: 6,
          items: [
            { type: 'enteredReviewMode', id: 'entered-1', review: 'current changes' },
            { type: 'exitedReviewMode', id: 'exited-1', review: NO_OUTPUT },
          ],
        },
        { turnId: 'rollout-3', items: [{ id: 'item-1' }] },
      ]);
  });

  test('a review that names no turn is numbered in the open one', () => {
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('review'))
      .given(event('entered_review_mode', { target }), event('exited_review_mode', { review_output: null }))
      .thenTurns([
        {
          turnId: 'turn-1',
          items: [
            { id: 'item-1' },
            { type: 'enteredReviewMode', id: 'item-2', review: 'Review requested.' },
            { type: 'exitedReviewMode', id: 'item-3', review: NO_OUTPUT },
          ],
        },
      ]);
  });

  test('a review of an unknown turn opens it and closes the open one', () => {
    legacySpec()
      .given(taskStarted('reviewer'), userMessage('review'))
      .given(
        event('entered_review_mode', { target, turn_id: 'review-turn', item_id: 'r' }),
        agentMessage('looking'),
      )
      .given(taskComplete('review-turn'), taskComplete('reviewer', { completed_at: 9 }))
      .thenTurns([
        { turnId: 'reviewer', status: 'completed', completedAt: 9, items: [{ id: 'item-1' }] },
        { turnId: 'review-turn', status: 'completed', items: [{ id: 'r' }, { id: 'item-2' }] },
      ]);
  });

  test('a review of a finished turn goes there', () => {
    legacySpec()
      .given(taskStarted('turn-1'), taskComplete('turn-1'), taskStarted('turn-2'))
      .given(event('entered_review_mode', { target, turn_id: 'turn-1' }))
      .thenItemIds([['item-1'], []]);
  });
});

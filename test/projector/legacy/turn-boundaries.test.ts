import { describe, test } from 'vitest';
import {
  agentMessage,
  errorEvent,
  event,
  reasoning,
  taskComplete,
  taskStarted,
  turnAborted,
  userMessage,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('turns open, complete, abort and fail (legacy-history §2, §5)', () => {
  test('marks_turn_as_interrupted_when_aborted', () => {
    legacySpec()
      .given(
        userMessage('Please do the thing'),
        agentMessage('Working...'),
        turnAborted('no-such-turn', { completed_at: 4, duration_ms: 3 }),
        userMessage('Let us try again'),
        agentMessage('Second attempt complete.'),
      )
      .thenTurns([
        {
          turnId: 'rollout-0',
          status: 'interrupted',
          completedAt: 4,
          durationMs: 3,
          items: [
            { type: 'userMessage', id: 'item-1' },
            { type: 'agentMessage', id: 'item-2', text: 'Working...' },
          ],
        },
        {
          turnId: 'rollout-3',
          status: 'completed',
          items: [
            { type: 'userMessage', id: 'item-3' },
            { type: 'agentMessage', id: 'item-4' },
          ],
        },
      ]);
  });

  test('uses_explicit_turn_boundaries_for_mid_turn_steering', () => {
    legacySpec()
      .given(
        taskStarted('turn-a', { started_at: 10 }),
        userMessage('Start'),
        userMessage('Steer'),
        taskComplete('turn-a', { completed_at: 12, duration_ms: 2000 }),
      )
      .thenTurns([
        {
          turnId: 'turn-a',
          ordinal: 0,
          status: 'completed',
          startedAt: 10,
          completedAt: 12,
          durationMs: 2000,
          items: [
            { id: 'item-1', content: [{ text: 'Start' }] },
            { id: 'item-2', content: [{ text: 'Steer' }] },
          ],
        },
      ]);
  });

  test('late_turn_complete_does_not_close_active_turn', () => {
    legacySpec()
      .given(taskStarted('turn-a'), userMessage('first'), taskComplete('turn-a'))
      .given(taskStarted('turn-b'), userMessage('second'), taskComplete('turn-a'), agentMessage('still in b'))
      .given(taskComplete('turn-b'))
      .thenTurns([
        { turnId: 'turn-a', status: 'completed', items: [{ id: 'item-1' }] },
        {
          turnId: 'turn-b',
          status: 'completed',
          items: [{ id: 'item-2' }, { id: 'item-3', text: 'still in b' }],
        },
      ]);
  });

  test('late_turn_complete_with_embedded_error_preserves_active_turn', () => {
    const failure = { message: 'request failed', codex_error_info: 'bad_request' };
    legacySpec()
      .given(taskStarted('turn-a', { started_at: 1 }), userMessage('first'), taskComplete('turn-a'))
      .given(taskStarted('turn-b'), userMessage('second'))
      .given(
        taskComplete('turn-a', { error: failure, completed_at: 9, duration_ms: 8 }),
        agentMessage('on it'),
      )
      .thenTurns([
        {
          turnId: 'turn-a',
          status: 'failed',
          error: { message: 'request failed', codexErrorInfo: 'badRequest', additionalDetails: null },
          startedAt: 1,
          completedAt: 9,
          durationMs: 8,
        },
        { turnId: 'turn-b', status: 'inProgress', error: null, items: [{ id: 'item-2' }, { id: 'item-3' }] },
      ]);
  });

  test('late_turn_aborted_does_not_interrupt_active_turn', () => {
    legacySpec()
      .given(taskStarted('turn-a'), userMessage('first'), taskComplete('turn-a'))
      .given(taskStarted('turn-b'), userMessage('second'), turnAborted('turn-a'), agentMessage('still in b'))
      .thenTurns([
        { turnId: 'turn-a', status: 'interrupted', items: [{ id: 'item-1' }] },
        { turnId: 'turn-b', status: 'inProgress', items: [{ id: 'item-2' }, { id: 'item-3' }] },
      ]);
  });

  test('rollback_failed_error_does_not_mark_turn_failed', () => {
    legacySpec()
      .given(
        userMessage('hello'),
        agentMessage('done'),
        errorEvent('rollback failed', 'thread_rollback_failed'),
      )
      .given(errorEvent('busy', { active_turn_not_steerable: { turn_kind: 'review' } }))
      .thenTurns([{ turnId: 'rollout-0', status: 'completed', error: null }]);
  });

  test('out_of_turn_error_does_not_create_or_fail_a_turn', () => {
    legacySpec()
      .given(taskStarted('turn-a'), userMessage('hello'), taskComplete('turn-a'))
      .when(errorEvent('request failed'))
      .thenChanges([])
      .thenTurns([{ turnId: 'turn-a', status: 'completed', error: null }]);
  });

  test('error_then_turn_complete_preserves_failed_status', () => {
    legacySpec()
      .given(taskStarted('turn-a'), userMessage('hello'), errorEvent('stream failure', 'bad_request'))
      .given(taskComplete('turn-a', { completed_at: 5 }))
      .thenTurns([
        {
          turnId: 'turn-a',
          status: 'failed',
          error: {
            message: 'stream failure',
            codexErrorInfo: 'badRequest',
            additionalDetails: null,
            misalignment: null,
          },
          completedAt: 5,
        },
      ]);
  });

  test('turn_complete_with_embedded_error_marks_turn_failed', () => {
    const error = { message: 'out of room', codex_error_info: 'context_window_exceeded' };
    legacySpec()
      .given(taskStarted('turn-a', { started_at: 1 }), userMessage('hello'))
      .given(taskComplete('turn-a', { error, started_at: 7, completed_at: 2, duration_ms: 1000 }))
      .thenTurns([
        {
          turnId: 'turn-a',
          status: 'failed',
          error: { message: 'out of room', codexErrorInfo: 'contextWindowExceeded' },
          startedAt: 1,
          completedAt: 2,
          durationMs: 1000,
        },
      ]);
  });

  test('a completion of an id that no turn has completes the open turn', () => {
    legacySpec()
      .given(taskStarted('turn-a'), userMessage('one'), taskComplete('unknown', { completed_at: 3 }))
      .given(userMessage('two'), taskComplete('unknown'), agentMessage('three'))
      .thenTurns([
        { turnId: 'turn-a', status: 'completed', completedAt: 3 },
        { turnId: 'rollout-3', items: [{ id: 'item-2' }] },
        { turnId: 'rollout-5', items: [{ id: 'item-3' }] },
      ]);
  });

  test('an abort closes the open turn, so what follows starts another', () => {
    legacySpec()
      .given(
        taskStarted('turn-a'),
        userMessage('one'),
        turnAborted(null),
        agentMessage('two'),
        userMessage('three'),
      )
      .given(taskComplete('turn-a', { completed_at: 8 }))
      .thenTurns([
        { turnId: 'turn-a', status: 'interrupted', completedAt: 8, items: [{ id: 'item-1' }] },
        { turnId: 'rollout-3', status: 'completed', items: [{ id: 'item-2' }] },
        { turnId: 'rollout-4', status: 'completed', items: [{ id: 'item-3' }] },
      ]);
  });

  test('an abort of an unknown id leaves an explicit turn alone', () => {
    legacySpec()
      .given(taskStarted('turn-a'), userMessage('one'))
      .when(turnAborted('unknown'))
      .thenChanges([])
      .given(userMessage('two'))
      .thenTurns([{ turnId: 'turn-a', status: 'inProgress', items: [{ id: 'item-1' }, { id: 'item-2' }] }]);
  });

  test('an abort of an unknown id leaves the turn of a review alone', () => {
    legacySpec()
      .given(event('exited_review_mode', { review_output: null, turn_id: 'review' }))
      .when(turnAborted('unknown'))
      .thenChanges([])
      .when(turnAborted(null))
      .thenTurns([{ turnId: 'review', status: 'interrupted' }]);
  });

  test('an abort keeps an earlier error unless it brings one', () => {
    const error = { message: 'first', codex_error_info: null };
    legacySpec()
      .given(taskStarted('turn-a'), taskComplete('turn-a', { error }), turnAborted('turn-a'))
      .thenTurns([{ status: 'interrupted', error: { message: 'first', codexErrorInfo: null } }])
      .given(turnAborted('turn-a', { error: { message: 'second', codex_error_info: 'other' } }))
      .thenTurns([{ status: 'interrupted', error: { message: 'second', codexErrorInfo: 'other' } }]);
  });

  test('an abort or a completion without a turn to apply to changes nothing', () => {
    legacySpec().when(turnAborted(null), turnAborted('a'), taskComplete('b')).thenChanges([]).thenTurns([]);
  });

  test('turns of the same id are told apart, and the open one is meant before the oldest', () => {
    legacySpec()
      .given(taskStarted('same'), userMessage('one'), taskStarted('same'), reasoning('two'))
      .given(taskComplete('same', { completed_at: 2 }), taskComplete('same', { completed_at: 1 }))
      .thenTurns([
        {
          turnId: 'same',
          occurrence: 0,
          status: 'completed',
          completedAt: 1,
          items: [{ type: 'userMessage' }],
        },
        {
          turnId: 'same',
          occurrence: 1,
          status: 'completed',
          completedAt: 2,
          items: [{ type: 'reasoning' }],
        },
      ]);
  });
});

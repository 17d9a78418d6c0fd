import { describe, expect, test } from 'vitest';
import { stringifyJson } from '../../../src/events/json/stringify-json.js';
import type { ChangeSet } from '../../../src/projector/canonical/change-set.js';
import { reduceCanonical } from '../../../src/projector/canonical/reduce-canonical.js';
import {
  agentMessage,
  compacted,
  errorEvent,
  event,
  itemCompleted,
  itemStarted,
  record,
  rolledBack,
  THREAD_ID,
  taskComplete,
  taskStarted,
  turnAborted,
  turnContext,
  userMessage,
  userResponse,
} from '../../support/legacy-records.js';

const NOTHING: ChangeSet = { turn: null, item: null, realtime: null };

describe('canonical reducer (projection §3)', () => {
  test('projects_turn_lifecycle_without_prior_builder_state', () => {
    expect(reduceCanonical(taskStarted('turn-1', { root_turn_id: 'root-1', started_at: 10 }))).toEqual({
      ...NOTHING,
      turn: {
        turnId: 'turn-1',
        rootTurnId: 'root-1',
        status: 'inProgress',
        error: null,
        startedAt: 10,
        completedAt: null,
        durationMs: null,
      },
    });
    const end = { root_turn_id: 'root-1', started_at: 10, completed_at: 12, duration_ms: 2000 };
    expect(reduceCanonical(taskComplete('turn-1', end))).toEqual({
      ...NOTHING,
      turn: {
        turnId: 'turn-1',
        rootTurnId: 'root-1',
        status: 'completed',
        error: null,
        startedAt: 10,
        completedAt: 12,
        durationMs: 2000,
      },
    });
  });

  test('projects_failed_turn_completion_as_snapshot', () => {
    const error = { message: 'no room', codex_error_info: 'context_window_exceeded' };
    expect(reduceCanonical(taskComplete('turn-1', { error }))).toEqual({
      ...NOTHING,
      turn: {
        turnId: 'turn-1',
        rootTurnId: null,
        status: 'failed',
        error: {
          message: 'no room',
          codexErrorInfo: 'contextWindowExceeded',
          additionalDetails: null,
          misalignment: null,
        },
        startedAt: null,
        completedAt: null,
        durationMs: null,
      },
    });
  });

  test('projects_completed_canonical_turn_items', () => {
    const plan = { type: 'Plan', id: 'plan-1', text: '- one' };
    const started = event('item_completed', {
      thread_id: THREAD_ID,
      turn_id: 'turn-1',
      item: plan,
      started_at_ms: 3,
      completed_at_ms: 5,
    });
    expect(reduceCanonical(started)).toEqual({
      ...NOTHING,
      item: {
        turnId: 'turn-1',
        item: { type: 'plan', id: 'plan-1', text: '- one' },
        startedAtMs: 3,
        completedAtMs: 5,
      },
    });
  });

  test('projects_optional_completed_item_lifecycle_timestamps', () => {
    const times = (fields: object) =>
      reduceCanonical(
        event('item_completed', {
          thread_id: THREAD_ID,
          turn_id: 'turn-1',
          item: { type: 'Plan', id: 'plan-1', text: '- one' },
          ...fields,
        }),
      ).item;
    expect(times({ completed_at_ms: 0 })).toMatchObject({ startedAtMs: null, completedAtMs: null });
    expect(times({})).toMatchObject({ startedAtMs: null, completedAtMs: null });
    expect(times({ started_at_ms: 0, completed_at_ms: 7 })).toMatchObject({
      startedAtMs: 0,
      completedAtMs: 7,
    });
  });

  test('ignores_legacy_abort_without_turn_id_and_context_only_records', () => {
    const records = [
      turnAborted(null),
      turnContext(),
      compacted(),
      rolledBack(1),
      userMessage('hello'),
      agentMessage('hi'),
      errorEvent('no'),
      userResponse('msg-1', 'hello'),
      itemStarted('turn-1', { type: 'Plan', id: 'plan-1', text: 'one' }),
      event('token_count', { info: null, rate_limits: null }),
      record('world_state', { full: true, state: {} }),
    ];
    for (const ignored of records) expect(reduceCanonical(ignored)).toEqual(NOTHING);
  });

  test('projects_identified_turn_aborts', () => {
    const end = { root_turn_id: 'root-1', started_at: 10, completed_at: 12, duration_ms: 2000 };
    const turn = {
      turnId: 'turn-1',
      rootTurnId: 'root-1',
      status: 'interrupted',
      error: null,
      startedAt: 10,
      completedAt: 12,
      durationMs: 2000,
    };
    expect(reduceCanonical(turnAborted('turn-1', end))).toEqual({ ...NOTHING, turn });
    const error = { message: 'gone', codex_error_info: 'other' };
    expect(reduceCanonical(turnAborted('turn-1', { ...end, error })).turn?.error).toEqual({
      message: 'gone',
      codexErrorInfo: 'other',
      additionalDetails: null,
      misalignment: null,
    });
  });

  test('a realtime record is carried with its ids first', () => {
    const item = {
      type: 'transcript_segment',
      text: 'hello',
      role: 'user',
      realtime_session_id: 's-1',
      id: 'r-1',
    };
    const { realtime, ...others } = reduceCanonical(record('realtime_item', item));
    expect(others).toEqual({ turn: null, item: null });
    expect(stringifyJson(realtime?.item)).toBe(
      '{"id":"r-1","realtime_session_id":"s-1","type":"transcript_segment","role":"user","text":"hello"}',
    );
  });

  test('the same record gives the same change set and stays as it is', () => {
    const completed = itemCompleted('turn-1', { type: 'Plan', id: 'plan-1', text: 'one' });
    const before = structuredClone(completed);
    expect(reduceCanonical(completed)).toEqual(reduceCanonical(completed));
    expect(completed).toEqual(before);
  });
});

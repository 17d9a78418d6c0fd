import { describe, expect, test } from 'vitest';
import { coalesceChanges } from '../../../src/projector/legacy/coalesce-changes.js';
import {
  agentMessage,
  event,
  execBegin,
  execEnd,
  rawReasoning,
  reasoning,
  rolledBack,
  taskComplete,
  taskStarted,
  userMessage,
} from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('changes of a record (legacy-history §10)', () => {
  test('changed_rollout_item_reports_new_item_snapshot', () => {
    const { changes } = legacySpec().when(userMessage('hello'));
    expect(changes).toEqual([
      {
        kind: 'turn',
        turn: {
          turnId: 'rollout-0',
          occurrence: 0,
          ordinal: 0,
          rootTurnId: null,
          status: 'completed',
          error: null,
          startedAt: null,
          completedAt: null,
          durationMs: null,
        },
      },
      {
        kind: 'item',
        turn: { turnId: 'rollout-0', occurrence: 0 },
        occurrence: 0,
        startedAtMs: null,
        completedAtMs: null,
        item: {
          type: 'userMessage',
          id: 'item-1',
          clientId: null,
          content: [{ type: 'text', text: 'hello', text_elements: [] }],
        },
      },
    ]);
  });

  test('changed_rollout_item_reports_updated_existing_item_snapshot', () => {
    const spec = legacySpec()
      .given(taskStarted('turn-1'), execBegin('exec-1', 'turn-1'), userMessage('wait'))
      .when(execEnd('exec-1', 'turn-1'))
      .thenChanges([
        {
          kind: 'item',
          turn: { turnId: 'turn-1' },
          occurrence: 0,
          item: { id: 'exec-1', status: 'completed' },
        },
      ]);
    expect(spec.changes).toHaveLength(1);
  });

  test('changed_rollout_item_reports_streaming_item_mutation', () => {
    legacySpec()
      .given(userMessage('think'), reasoning('one'))
      .when(rawReasoning('two'))
      .thenChanges([
        {
          kind: 'item',
          turn: { turnId: 'rollout-0', occurrence: 0 },
          item: { type: 'reasoning', id: 'item-2', summary: ['one'], content: ['two'] },
        },
      ]);
  });

  test('changed_rollout_item_reports_turn_completion_metadata', () => {
    const times = { root_turn_id: 'other-root', started_at: 99, completed_at: 12, duration_ms: 2000 };
    legacySpec()
      .when(taskStarted('turn-1', { root_turn_id: 'root-1', started_at: 10 }))
      .thenChanges([{ kind: 'turn', turn: { status: 'inProgress', rootTurnId: 'root-1', startedAt: 10 } }])
      .when(taskComplete('turn-1', times))
      .thenChanges([
        {
          kind: 'turn',
          turn: {
            status: 'completed',
            rootTurnId: 'root-1',
            startedAt: 10,
            completedAt: 12,
            durationMs: 2000,
          },
        },
      ]);
  });

  test('changed_rollout_items_dedupe_updated_item_snapshots', () => {
    const { changes } = legacySpec().when(
      taskStarted('turn-1'),
      execBegin('exec-1', 'turn-1'),
      agentMessage('between'),
      execEnd('exec-1', 'turn-1'),
    );
    expect(coalesceChanges(changes)).toMatchObject([
      { kind: 'turn', turn: { turnId: 'turn-1' } },
      { kind: 'item', item: { id: 'exec-1', status: 'completed' } },
      { kind: 'item', item: { id: 'item-1' } },
    ]);
  });

  test('changed_rollout_items_dedupe_turn_metadata_snapshots', () => {
    const { changes } = legacySpec().when(taskStarted('turn-1'), taskComplete('turn-1', { completed_at: 3 }));
    expect(coalesceChanges(changes)).toMatchObject([
      { kind: 'turn', turn: { turnId: 'turn-1', status: 'completed', completedAt: 3 } },
    ]);
  });

  test('changed_rollout_items_drop_prior_changes_for_removed_turns', () => {
    const { changes } = legacySpec().when(userMessage('hello'), agentMessage('hi'), rolledBack(1));
    expect(coalesceChanges(changes)).toEqual([
      { kind: 'removeTurns', turns: [{ turnId: 'rollout-0', occurrence: 0 }] },
    ]);
  });

  test('a change after a removal stays behind it', () => {
    const { changes } = legacySpec().when(taskStarted('turn-1'), rolledBack(1), taskStarted('turn-1'));
    expect(coalesceChanges(changes)).toMatchObject([
      { kind: 'removeTurns', turns: [{ turnId: 'turn-1', occurrence: 0 }] },
      { kind: 'turn', turn: { turnId: 'turn-1', occurrence: 0, ordinal: 2 } },
    ]);
  });

  test('active_turn_summary_preserves_selection_and_completed_metadata', () => {
    const spec = legacySpec()
      .given(taskStarted('turn-1', { started_at: 10 }), userMessage('first'), userMessage('second'))
      .given(agentMessage('draft'), agentMessage('answer'))
      .thenTurns([{ status: 'inProgress', startedAt: 10 }]);
    const items = spec.history.turns()[0]?.items ?? [];
    expect(items.find((item) => item.type === 'userMessage')?.id).toBe('item-1');
    expect(items.findLast((item) => item.type === 'agentMessage')?.id).toBe('item-4');
    spec
      .when(taskComplete('turn-1', { completed_at: 12, duration_ms: 2000 }))
      .thenTurns([
        { status: 'completed', completedAt: 12, durationMs: 2000, items: items.map(({ id }) => ({ id })) },
      ]);
    expect(spec.changes).toEqual([
      { kind: 'turn', turn: expect.not.objectContaining({ items: expect.anything() }) },
    ]);
  });

  test('active_turn_metadata_snapshot_tracks_turn_lifecycle', () => {
    const spec = legacySpec().given(taskStarted('turn-1', { root_turn_id: 'root-1', started_at: 10 }));
    expect(spec.state.current).toMatchObject({
      turnId: 'turn-1',
      rootTurnId: 'root-1',
      status: 'inProgress',
      startedAt: 10,
      origin: 'started',
    });
    spec.given(taskComplete('turn-1', { completed_at: 12, duration_ms: 2000 }));
    expect(spec.state.current).toBeNull();
    spec.thenTurns([
      { rootTurnId: 'root-1', status: 'completed', startedAt: 10, completedAt: 12, durationMs: 2000 },
    ]);
  });

  test('records that show nothing still count', () => {
    const spec = legacySpec().when(
      event('token_count', { info: null, rate_limits: null }),
      event('warning', { message: 'x' }),
    );
    expect(spec.changes).toEqual([]);
    expect(spec.state).toEqual({ recordIndex: 1, nextItem: 1, itemCount: 0, current: null });
  });
});

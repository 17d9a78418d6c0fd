import { describe, expect, test } from 'vitest';
import type { RolloutRecord } from '../../../../src/events/record/rollout-record.js';
import { convertRecords, outline, textsTold } from '../../../support/conversion-lab.js';
import {
  agentMessage,
  execEnd,
  record,
  taskComplete,
  taskStarted,
  userMessage,
} from '../../../support/legacy-records.js';
import {
  assistant,
  compacted,
  contextOf,
  delivery,
  developer,
  item,
  replacing,
  rolledBack,
  textsOf,
  turnContext,
  user,
  windowed,
} from '../../../support/model-context-records.js';

/** A turn as sessions write it: the request to the model and to the readers, and the answer. */
function turn(id: string, said: string, answer: string): RolloutRecord[] {
  return [
    taskStarted(id),
    user(said),
    userMessage(said),
    turnContext(id, 'm'),
    agentMessage(answer),
    assistant(answer),
    taskComplete(id),
  ];
}

const shown = (records: readonly RolloutRecord[]): string[] =>
  records.flatMap(({ type, payload }) => {
    if (type !== 'event_msg' || payload.type !== 'item_completed') return [];
    const { item: of } = payload;
    if (of.type === 'UserMessage')
      return of.content.map((part) => (part.type === 'text' ? part.text : part.type));
    return of.type === 'AgentMessage' ? of.content.map(({ text }) => text) : [of.type];
  });

const after = (...records: RolloutRecord[]): RolloutRecord[] => convertRecords(records).records;
const context = (text: string): RolloutRecord => user(`<environment_context>${text}</environment_context>`);

describe('rollbacks', () => {
  test('migration_applies_historical_rollbacks_before_sqlite_projection', () => {
    const { records, conversion } = convertRecords([
      ...turn('a', 'one', 'A'),
      ...turn('b', 'two', 'B'),
      rolledBack(1),
      ...turn('c', 'three', 'C'),
    ]);
    expect(shown(records)).toEqual(['one', 'A', 'three', 'C']);
    expect(textsTold(records)).toEqual(['one', 'A', 'three', 'C']);
    expect(JSON.stringify(records)).not.toContain('thread_rolled_back');
    expect(conversion.report.dropped).toMatchObject({ rollback_marker: 1 });
  });

  test('migration_rolls_back_response_and_inter_agent_user_boundaries', () => {
    const asked = item({
      type: 'agent_message',
      author: '/root/a',
      recipient: '/root',
      content: [{ type: 'input_text', text: 'asked' }],
    });
    const records = after(
      context('start'),
      user('one'),
      assistant('A'),
      context('two'),
      asked,
      assistant('B'),
      rolledBack(1),
      user('three'),
    );
    expect(textsTold(records)).toEqual([
      '<environment_context>start</environment_context>',
      'one',
      'A',
      'three',
    ]);
  });

  test('migration_drops_trailing_context_when_rollback_arrives_before_next_turn', () => {
    const records = after(
      user('one'),
      assistant('A'),
      user('two'),
      assistant('B'),
      context('tail'),
      rolledBack(1),
      user('three'),
    );
    expect(textsTold(records)).toEqual(['one', 'A', 'three']);
  });

  test('migration_coalesces_response_first_user_message_rollback_boundary', () => {
    const image = { type: 'input_image', image_url: 'https://a' };
    const request = item({
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: 'two' }, image],
    });
    const records = after(
      ...[user('one'), userMessage('one'), assistant('A')],
      ...[request, userMessage('two', { images: ['https://a'] }), assistant('B')],
      rolledBack(1),
    );
    expect(textsTold(records)).toEqual(['one', 'A']);
    expect(shown(records)).toEqual(['one']);
  });

  test('migration_does_not_coalesce_distinct_adjacent_user_records', () => {
    const records = after(
      ...[user('one'), userMessage('one'), assistant('A')],
      ...[user('two'), userMessage('another'), assistant('B')],
      rolledBack(1),
    );
    expect(shown(records)).toEqual(['one']);
  });

  test('migration_keeps_late_completions_for_surviving_turns_across_rollback', () => {
    const records = after(
      ...[...turn('a', 'one', 'A'), taskStarted('b'), user('two'), userMessage('two')],
      ...[execEnd('c1', 'a'), execEnd('c2', 'b'), taskComplete('b'), rolledBack(1)],
      ...[execEnd('c3', 'a'), execEnd('c4', 'b'), ...turn('c', 'three', 'C')],
    );
    expect(outline(records).filter((line) => line.includes('CommandExecution'))).toEqual([
      'a: CommandExecution c1',
      'a: CommandExecution c3',
    ]);
  });

  test('migration_rolls_back_inter_agent_metadata_with_its_delivery', () => {
    const asked = item({ type: 'agent_message', author: '/root/a', recipient: '/root', content: [] });
    const records = after(...turn('a', 'one', 'A'), delivery(true), asked, assistant('B'), rolledBack(1));
    expect(records.map(({ type }) => type)).not.toContain('inter_agent_communication_metadata');
    expect(textsTold(records)).toEqual(['one', 'A']);
  });

  test('migration_applies_cumulative_and_overflowing_rollbacks', () => {
    const three = [...turn('a', 'one', 'A'), ...turn('b', 'two', 'B'), ...turn('c', 'three', 'C')];
    expect(shown(after(...three, rolledBack(1), rolledBack(1)))).toEqual(['one', 'A']);
    expect(shown(after(...three, rolledBack(99), ...turn('d', 'four', 'D')))).toEqual(['four', 'D']);
    expect(shown(after(...three, rolledBack(0)))).toEqual(['one', 'A', 'two', 'B', 'three', 'C']);
  });

  test('what readers were shown stays, although the model was told to forget it', () => {
    // Readers of legacy rollouts count turns that nobody asked for; the model does not.
    const shell = [taskStarted('s'), agentMessage('note'), taskComplete('s')];
    const records = after(...turn('a', 'one', 'A'), ...turn('b', 'two', 'B'), ...shell, rolledBack(1));
    expect(shown(records)).toEqual(['one', 'A', 'two', 'B']);
    expect(outline(records)).not.toContain('s begins');
    expect(textsTold(records)).toEqual(['one', 'A']);
  });
});

test('developer text of no turn stays where it was', () => {
  expect(textsTold(after(user('one'), developer('plain'), user('two'), rolledBack(1)))).toEqual([
    'one',
    'plain',
  ]);
});

describe('rollbacks across compactions', () => {
  const goesOnWith = (records: readonly RolloutRecord[]): string[] => textsOf(contextOf([...records]));

  test('migration_rolls_back_pre_compaction_turns_from_sqlite_history', () => {
    const answer = { turn_id: 'a', call_id: 'k', questions: [] };
    const answered = record('retained_context', { type: 'verified_answer', ...answer });
    const kept = compacted('sum', {
      ...replacing('zero', 'one', 'two'),
      ...windowed(1),
      mcp_resource_origins: { a: 'b' },
      retained_context: { verified_answers: [{ ...answer, order: 1 }], incomplete: false },
    });
    const cut = [
      ...[taskStarted('y'), user('zeroth'), taskComplete('y')],
      ...[taskStarted('z'), turnContext('z', 'm'), kept, taskComplete('z')],
      ...[...turn('b', 'three', 'B'), rolledBack(1), rolledBack(0)],
    ];
    expect(goesOnWith(after(...cut))).toEqual(['zero', 'one', 'two']);
    const resumable = {
      ...kept.payload,
      resume_metadata: { last_started_turn_id: 'z', previous_turn_settings: null },
    };
    const log = [
      ...[...turn('y', 'zero', 'Z'), taskStarted('a'), user('one'), answered, taskComplete('a')],
      ...[record('compacted', resumable), ...turn('b', 'three', 'B'), rolledBack(2)],
    ];
    const records = after(...log);
    expect(goesOnWith(records)).toEqual(['zero', 'one']);
    const compaction = records.find(({ type }) => type === 'compacted');
    expect(records.map(({ type }) => type)).not.toContain('retained_context');
    expect(compaction?.payload).not.toHaveProperty('mcp_resource_origins');
    expect(compaction?.payload).toMatchObject({
      replacement_history: [{}, {}],
      retained_context: { verified_answers: [] },
    });
  });

  test('migration_keeps_empty_replay_anchor_from_rolled_back_turn: the history before it is kept instead', () => {
    const log = [
      ...turn('a', 'one', 'A'),
      ...[
        taskStarted('b'),
        user('two'),
        userMessage('two'),
        compacted('sum', replacing('one', 'two')),
        taskComplete('b'),
      ],
      rolledBack(1),
      ...turn('c', 'three', 'C'),
    ];
    const records = after(...log);
    expect(goesOnWith(log)).toEqual(['one', 'A', 'three', 'C']);
    expect(goesOnWith(records)).toEqual(['one', 'A', 'three', 'C']);
    expect(shown(records)).toEqual(['one', 'A', 'three', 'C']);
  });

  test('migration_preserves_reverse_replay_anchor_after_pre_compaction_rollback: the history is the one a resume made', () => {
    const log = [
      ...[...turn('a', 'one', 'A'), ...turn('b', 'two', 'B')],
      ...[taskStarted('k'), compacted('sum', replacing('one', 'two')), taskComplete('k')],
      ...[...turn('c', 'three', 'C'), rolledBack(2), ...turn('d', 'four', 'D')],
    ];
    expect(goesOnWith(after(...log))).toEqual(goesOnWith(log));
    expect(goesOnWith(log)).toEqual(['one', 'A', 'four', 'D']);
  });

  test('migration_uses_turn_context_to_select_reverse_replay_anchor', () => {
    const log = [
      ...turn('a', 'one', 'A'),
      ...[
        taskStarted('b'),
        user('two'),
        turnContext('b', 'm'),
        compacted('sum', { ...replacing('kept'), ...windowed(1) }),
      ],
      ...[
        turnContext('b', 'm'),
        record('event_msg', { type: 'turn_aborted', turn_id: 'x', reason: 'interrupted' }),
      ],
      ...[...turn('c', 'three', 'C'), rolledBack(1)],
    ];
    expect(goesOnWith(after(...log))).toEqual(goesOnWith(log));
  });

  test('a rollback across a compaction that says no history is refused', () => {
    const log = [...turn('a', 'one', 'A'), compacted('sum'), ...turn('b', 'two', 'B')];
    expect(() => after(...log, rolledBack(2))).toThrow(
      expect.objectContaining({ code: 'legacy_rollout_conversion_failed' }),
    );
    expect(shown(after(...log, rolledBack(1)))).toEqual(['one', 'A']);
  });
});

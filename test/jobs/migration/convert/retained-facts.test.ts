/**
 * Facts that outlive a compaction and what rollbacks leave of them (spec: peer-tests C). What is expected of records is what 0.169.0 made
 * of the same logs.
 */
import { describe, expect, test } from 'vitest';
import type { RolloutRecord } from '../../../../src/events/record/rollout-record.js';
import { convertRecords, textsTold } from '../../../support/conversion-lab.js';
import { taskComplete, taskStarted, userMessage } from '../../../support/legacy-records.js';
import {
  delivery as announcement,
  interAgent,
  item,
  rolledBack,
  user,
} from '../../../support/model-context-records.js';
import { answer, answered, asked, call, delivered, facts } from '../../../support/retained-facts.js';

const after = (...records: RolloutRecord[]): RolloutRecord[] => convertRecords(records).records;
const steer = (order: number): RolloutRecord => asked('steer', { order });

describe('answers', () => {
  test('migration_preserves_answers_before_a_rolled_back_steer', () => {
    const log = [
      ...[taskStarted('a'), user('one'), userMessage('one'), call('k')],
      ...[user('steer'), userMessage('steer'), answer('a', 'k')],
    ];
    expect(facts(after(...log, rolledBack(1)))).toEqual(['k']);
    expect(facts(after(...log, rolledBack(2)))).toEqual([]);
  });

  test('migration_removes_answers_accepted_after_a_queued_steer', () => {
    const log = [
      ...[taskStarted('a'), asked('one', { order: 1 }), call('k'), steer(5)],
      ...[answer('a', 'early', 3), answer('a', 'k', 7), rolledBack(1)],
    ];
    expect(facts(after(...log))).toEqual(['early']);
    // The order counts, also where the answer was written first.
    const queued = [taskStarted('a'), asked('one'), answer('a', 'first', 2), steer(1), rolledBack(1)];
    expect(facts(after(...queued))).toEqual([]);
  });
});

describe('deliveries', () => {
  const begin = [taskStarted('t'), asked('one', { order: 0, turn: 't' }), userMessage('one')];
  const communication = item({
    type: 'agent_message',
    author: '/root',
    recipient: '/root/worker',
    content: [{ type: 'input_text', text: 'do' }],
  });

  test('migration_rolls_back_nested_deliveries_by_acceptance_order', () => {
    const log = [
      ...[...begin, delivered('behind', { order: 3, turn: 't' }), asked('steer', { order: 2, turn: 't' })],
      ...[delivered('before', { order: 1, turn: 't' }), rolledBack(1)],
    ];
    expect(textsTold(after(...log))).toEqual(['one', 'before']);
  });

  test('migration_keeps_delivery_before_newer_unsequenced_communication', () => {
    const told = delivered('told', { order: 1, turn: 't' });
    expect(
      textsTold(after(...begin, interAgent({ content: 'later', trigger_turn: true }), told, rolledBack(1))),
    ).toEqual(['one', 'told']);
  });

  test.each([
    ['standalone', 'c', [interAgent({ content: 'do', trigger_turn: true })]],
    ['unsequenced pair', 'c', [announcement(true), communication]],
    ['sequenced pair', 'c', [announcement(true), ordered(communication, 1)]],
    ['sequenced in the same turn', 't', [announcement(true), ordered(communication, 1)]],
  ])('migration_removes_delivery_from_rolled_back_communication_turn: %s', (_, turn, communicated) => {
    const ownTurn = turn === 't' ? [] : [taskComplete('t'), taskStarted(turn)];
    const log = [...begin, ...ownTurn, ...communicated, delivered('told', { order: 2, turn })];
    expect(textsTold(after(...log, taskComplete(turn), rolledBack(1)))).toEqual(['one']);
    expect(textsTold(after(...log, taskComplete(turn), rolledBack(0)))).toContain('told');
  });

  test('migration_removes_delivery_with_only_legacy_unsequenced_instruction', () => {
    const log = [taskStarted('a'), user('one'), user('two'), delivered('told', { order: 3, turn: 'a' })];
    expect(textsTold(after(...log, rolledBack(1)))).toEqual(['one']);
  });

  test('migration_keeps_downgraded_delivery_before_later_same_turn_steer', () => {
    const log = [
      ...[...begin, answered('told', { order: 1, turn: 't', id: 'exec:0' })],
      ...[asked('steer', { order: 2, turn: 't' }), userMessage('steer'), rolledBack(1)],
    ];
    expect(textsTold(after(...log))).toEqual(['one', 'told']);
  });
});

function ordered(of: RolloutRecord, order: number): RolloutRecord {
  return of.type === 'response_item' ? { ...of, metadata: { user_input_order: order } } : of;
}

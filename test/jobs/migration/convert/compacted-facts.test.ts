/**
 * Facts as compactions repeat them, and what rollbacks behind these leave of them (spec: peer-tests C). What is expected is what 0.169.0
 * made of the same logs; of compactions whose turn was rolled back, which it keeps without a history, ours keeps nothing.
 */
import { expect, test } from 'vitest';
import type { RolloutRecord } from '../../../../src/events/record/rollout-record.js';
import { convertRecords, textsTold } from '../../../support/conversion-lab.js';
import { record, taskComplete, taskStarted, userMessage } from '../../../support/legacy-records.js';
import { compacted, replacing, rolledBack, user, windowed } from '../../../support/model-context-records.js';
import { answer, answered, asked, call, facts } from '../../../support/retained-facts.js';

const after = (...records: RolloutRecord[]): RolloutRecord[] => convertRecords(records).records;

/** Fields of a compaction with facts, by call and by message. */
const retaining = (
  answers: Record<string, { order?: number; turn: string }>,
  users: Record<string, number> = {},
  assistants: Record<string, number> = {},
) => {
  const messages = (of: Record<string, number>) =>
    Object.entries(of).map(([id, order]) => ({
      order,
      turn_id: 't',
      message_id: id,
      text: id,
      complete: true,
    }));
  return {
    retained_context: {
      verified_answers: Object.entries(answers).map(([id, { turn, ...order }]) => ({
        ...order,
        turn_id: turn,
        call_id: id,
        questions: [],
      })),
      incomplete: false,
      user_messages: messages(users),
      user_messages_incomplete: false,
      assistant_messages: messages(assistants),
      assistant_messages_incomplete: false,
      next_order: 9,
    },
  };
};
const RESUMABLE = { resume_metadata: { last_started_turn_id: 't', previous_turn_settings: null } };

/** The facts that the compactions of a log still have, in a few words each. */
const retained = (records: readonly RolloutRecord[]): string[] =>
  records.flatMap((of) => {
    if (of.type !== 'compacted') return [];
    const { verified_answers = [], user_messages, assistant_messages } = of.payload.retained_context ?? {};
    const ids = [...(user_messages ?? []), ...(assistant_messages ?? [])].map(({ message_id }) => message_id);
    return [[...verified_answers.map(({ call_id }) => call_id), ...ids].join(' ')];
  });

/** A steer that was written behind an answer, compactions before and behind it, a rollback, and one more compaction. */
function steered(order: number | null) {
  const late = order === null ? {} : { acceptance_order: 2 };
  const users = { m1: 0, m2: order ?? 2 };
  const answers = { before: { order: order === null ? 1 : 2, turn: 't' }, after: { order: 3, turn: 't' } };
  const first = { before: answers.before };
  const left = order === null ? first : {};
  const one = asked('one', { id: 'm1', turn: 't' });
  const two = asked('two', { id: 'm2', turn: 't', ...(order !== null && { order }) });
  return after(
    ...[taskStarted('t'), one, userMessage('one')],
    record('retained_context', { ...answer('t', 'before').payload, ...late }),
    ...[
      answered('late', { order: 2, turn: 't' }),
      compacted('a', { ...replacing('one'), ...retaining(first, { m1: 0 }) }),
    ],
    ...[two, userMessage('two'), answer('t', 'after', order === null ? undefined : 3), taskComplete('t')],
    ...[taskStarted('k'), compacted('b', { ...replacing('one', 'two'), ...retaining(answers, users) })],
    ...[taskComplete('k'), rolledBack(1), taskStarted('p')],
    ...[compacted('c', { ...replacing('one'), ...retaining(left, { m1: 0 }) }), taskComplete('p')],
  );
}

test('migration_preserves_same_turn_evidence_across_rollback_checkpoints', () => {
  // The second one goes with the steer, as everything that it says is in the records.
  const records = steered(null);
  expect(retained(records)).toEqual(['before m1', 'before m1']);
  expect(facts(records)).toEqual(['before']);
  expect(textsTold(records)).toEqual(['one', 'late']);
});

test('migration_removes_answers_accepted_after_a_queued_steer, from compactions and messages as well', () => {
  const records = steered(1);
  expect(retained(records)).toEqual(['m1', 'm1']);
  expect(facts(records)).toEqual([]);
  expect(textsTold(records)).toEqual(['one']);
});

test('those accepted from a removed instruction on go, and what has no order stays', () => {
  const compaction = compacted('sum', {
    ...replacing('one', 'two'),
    ...retaining(
      {
        kept: { turn: 't' },
        removed: { turn: 's' },
        early: { order: 0, turn: 't' },
        late: { order: 5, turn: 't' },
      },
      { m1: 0, m2: 4 },
      { d1: 1, d6: 6 },
    ),
    ...windowed(1),
    ...RESUMABLE,
  });
  const log = [
    ...[taskStarted('t'), asked('one', { id: 'm1' }), call('kept'), answer('t', 'kept'), taskComplete('t')],
    ...[
      taskStarted('s'),
      asked('two', { id: 'm2' }),
      call('removed'),
      answer('s', 'removed'),
      taskComplete('s'),
    ],
    ...[compaction, taskStarted('u'), user('three'), taskComplete('u')],
  ];
  expect(retained(after(...log, rolledBack(1)))).toEqual(['kept removed early late m1 m2 d1 d6']);
  expect(retained(after(...log, rolledBack(2)))).toEqual(['kept early m1 d1']);
  // What is behind a rollback is right as it is.
  const gone = [taskStarted('x'), asked('gone', { order: 1 }), taskComplete('x'), rolledBack(1)];
  expect(retained(after(...gone, ...log))).toEqual(['kept removed early late m1 m2 d1 d6']);
});

/** Messages between agents in their three shapes (spec: model-context §3, §4). */
import { describe, expect, it } from 'vitest';
import {
  assistant,
  complete,
  contextOf,
  delivery,
  interAgent,
  item,
  rolledBack,
  started,
  textsOf,
  turnContext,
  userTurn,
} from '../support/model-context-records.js';

const envelope = JSON.stringify({
  author: '/root/a',
  recipient: '/root',
  other_recipients: [],
  content: 'do it',
  trigger_turn: true,
});
const SHAPES = [
  ['a record of its own', [interAgent({ content: 'do it', trigger_turn: true })]],
  [
    'an agent_message item',
    [
      delivery(true),
      item({
        type: 'agent_message',
        author: '/root/a',
        recipient: '/root',
        content: [{ type: 'input_text', text: 'do it' }],
      }),
    ],
  ],
  ['an assistant envelope', [assistant(envelope)]],
] as const;

describe.each(SHAPES)('%s', (_, shape) => {
  const turn = [started('t2'), ...shape, turnContext('t2', 'model 2'), assistant('done'), complete('t2')];

  it('makes its turn one that somebody asked for', () => {
    const context = contextOf([...userTurn(1), ...turn]);
    expect(context.previousTurnSettings?.model).toBe('model 2');
    expect(context.history).toHaveLength(4);
  });

  it('is counted by a rollback', () => {
    const context = contextOf([...userTurn(1), ...turn, rolledBack(1)]);
    expect(textsOf(context)).toEqual(['question 1', 'answer 1']);
    expect(context.previousTurnSettings?.model).toBe('model 1');
  });
});

describe('a record of its own', () => {
  it('becomes an agent message with its text', () => {
    const [first] = contextOf([interAgent({ content: 'plain', trigger_turn: false })]).history;
    expect(first?.item).toEqual({
      type: 'agent_message',
      author: '/root/a',
      recipient: '/root',
      content: [{ type: 'input_text', text: 'plain' }],
    });
  });

  it.each([
    [true, 'NEW_TASK'],
    [false, 'MESSAGE'],
  ])('with sealed content gets a head that says what it is (trigger_turn %s)', (isTask, type) => {
    const sealed = interAgent({ id: 'amsg_1', encrypted_content: 'sealed', trigger_turn: isTask });
    const [first] = contextOf([sealed]).history;
    expect(first?.item).toMatchObject({
      id: 'amsg_1',
      content: [
        { text: `Message Type: ${type}\nTask name: /root\nSender: /root/a\nPayload:\n` },
        { type: 'encrypted_content', encrypted_content: 'sealed' },
      ],
    });
  });
});

it('takes an assistant message that only looks like an envelope for an answer', () => {
  const context = contextOf([started('t'), assistant('{"trigger_turn": maybe}'), turnContext('t', 'm')]);
  expect(context.previousTurnSettings).toBeNull();
});

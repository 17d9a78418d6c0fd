/** Which items the history consists of: replay, compaction, rollback (spec: model-context §4, §5). */
import { describe, expect, it } from 'vitest';
import {
  assistant,
  compacted,
  complete,
  contextOf,
  developer,
  item,
  replacing,
  resuming,
  rolledBack,
  started,
  textsOf,
  turnContext,
  user,
  userEvent,
  userTurn,
  windowed,
} from '../support/model-context-records.js';

describe('replay', () => {
  it('takes the response items in order, and nothing of other records', () => {
    const records = [developer('rules'), ...userTurn(1), ...userTurn(2)];
    expect(textsOf(contextOf(records))).toEqual([
      'rules',
      'question 1',
      'answer 1',
      'question 2',
      'answer 2',
    ]);
  });

  it('leaves out system messages, requests to compact and unknown kinds', () => {
    const records = [
      item({ type: 'message', role: 'system', content: [] }),
      item({ type: 'compaction_trigger' }),
      item({ type: 'of_another_century' }),
      item({ type: 'reasoning', summary: [], encrypted_content: null }),
    ];
    expect(textsOf(contextOf(records))).toEqual(['reasoning']);
  });

  it('leaves out a message that a tool delivered: it is retained context in disguise', () => {
    const mark = { delivered_assistant_message: 'codex:code-mode-delivery:v1:complete', user_input_order: 3 };
    const delivered = item({ type: 'message', role: 'assistant', content: [] }, mark);
    expect(textsOf(contextOf([...userTurn(1), delivered]))).toEqual(['question 1', 'answer 1']);
  });

  it('keeps what the harness noted beside an item', () => {
    const { history } = contextOf([
      item({ type: 'message', role: 'user', content: [] }, { history_sequence: 7 }),
    ]);
    expect(history[0]?.metadata).toMatchObject({ history_sequence: 7 });
  });

  it('does not repair calls without outputs: that is left to the making of a prompt', () => {
    const call = item({ type: 'function_call', name: 'f', arguments: '{}', call_id: 'c' });
    const orphan = item({ type: 'function_call_output', call_id: 'other', output: 'x' });
    expect(textsOf(contextOf([call, orphan]))).toEqual(['function_call', 'function_call_output']);
  });
});

describe('a compaction', () => {
  it('replaces all before it', () => {
    const records = [
      ...userTurn(1),
      compacted('s', { ...replacing('kept'), ...windowed(1) }),
      ...userTurn(2),
    ];
    expect(textsOf(contextOf(records))).toEqual(['kept', 'question 2', 'answer 2']);
  });

  it('counts when it is the newest', () => {
    const older = compacted('s', { ...replacing('older'), ...windowed(1) });
    const newer = compacted('s', { ...replacing('newer'), ...windowed(2) });
    expect(textsOf(contextOf([older, ...userTurn(1), newer]))).toEqual(['newer']);
  });

  it('brings along what was noted beside its items', () => {
    const beside = { replacement_history_metadata: [{ history_sequence: 9 }] };
    const { history } = contextOf([compacted('s', { ...replacing('kept'), ...beside, ...windowed(1) })]);
    expect(history.map(({ metadata }) => metadata)).toMatchObject([{ history_sequence: 9 }]);
  });
});

describe('a rollback', () => {
  it('keeps history and metadata in sync for completed turns', () => {
    const context = contextOf([...userTurn(1), ...userTurn(2), rolledBack(1)]);
    expect(textsOf(context)).toEqual(['question 1', 'answer 1']);
    expect(context.previousTurnSettings?.model).toBe('model 1');
    expect(context.referenceContext?.turn_id).toBe('turn-1');
  });

  it('keeps history and metadata in sync for an incomplete turn', () => {
    const context = contextOf([...userTurn(1), ...userTurn(2).slice(0, -1), rolledBack(1)]);
    expect(textsOf(context)).toEqual(['question 1', 'answer 1']);
    expect(context.previousTurnSettings?.model).toBe('model 1');
  });

  it('skips turns that nobody asked for, in history and metadata', () => {
    const standalone = [started('task'), turnContext('task', 'model of the task'), complete('task')];
    const context = contextOf([...userTurn(1), ...userTurn(2), ...standalone, rolledBack(1)]);
    expect(textsOf(context)).toEqual(['question 1', 'answer 1']);
    expect(context.previousTurnSettings?.model).toBe('model 1');
  });

  it('of more turns than there are clears history and metadata, and keeps what came before the first', () => {
    const context = contextOf([developer('rules'), ...userTurn(1), ...userTurn(2), rolledBack(99)]);
    expect(textsOf(context)).toEqual(['rules']);
    expect(context.previousTurnSettings).toBeNull();
    expect(context.referenceContext).toBeNull();
  });

  it('of no turns does nothing', () => {
    expect(textsOf(contextOf([...userTurn(1), rolledBack(0)]))).toEqual(['question 1', 'answer 1']);
  });

  it('adds up with others', () => {
    const records = [...userTurn(1), ...userTurn(2), rolledBack(1), ...userTurn(3), rolledBack(1)];
    expect(textsOf(contextOf(records))).toEqual(['question 1', 'answer 1']);
  });

  it('drops the compaction metadata of an incomplete turn, and replays the items from before it', () => {
    const turn = [
      started('t2'),
      user('question 2'),
      userEvent('question 2'),
      turnContext('t2', 'model 2'),
      compacted('s', { ...replacing('compacted away'), ...windowed(4) }),
      assistant('answer 2'),
    ];
    const context = contextOf([...userTurn(1), ...turn, rolledBack(1)]);
    expect(textsOf(context)).toEqual(['question 1', 'answer 1']);
    expect(context.window).toMatchObject({ number: 1, id: null });
    expect(context.previousTurnSettings?.model).toBe('model 1');
  });

  it('falls back to an older compaction whose turn stands', () => {
    const turn = [
      started('t2'),
      user('question 2'),
      compacted('s', { ...replacing('gone'), ...windowed(2) }),
      complete('t2'),
    ];
    const older = compacted('s', { ...replacing('kept'), ...windowed(1) });
    const context = contextOf([older, ...userTurn(1), ...turn, rolledBack(1)]);
    expect(textsOf(context)).toEqual(['kept', 'question 1', 'answer 1']);
    expect(context.window.number).toBe(1);
  });

  it('takes nothing back that a compaction with resume metadata says', () => {
    const compaction = compacted('s', { ...replacing('a', 'b'), ...windowed(1), ...resuming('model b') });
    const context = contextOf([...userTurn(1), started('c'), compaction, complete('c'), rolledBack(1)]);
    expect(textsOf(context)).toEqual(['a']);
    expect(context.previousTurnSettings?.model).toBe('model b');
  });
});

describe('the cut of a rollback', () => {
  it('takes messages of context just before it along', () => {
    const records = [
      ...userTurn(1),
      developer('<permissions instructions>new'),
      user('<environment_context>new</environment_context>'),
      ...userTurn(2),
      rolledBack(1),
    ];
    const context = contextOf(records);
    expect(textsOf(context)).toEqual(['question 1', 'answer 1']);
    expect(context.referenceContext?.turn_id).toBe('turn-1');
  });

  it('leaves messages of context before the first turn', () => {
    const records = [developer('<permissions instructions>first'), ...userTurn(1), rolledBack(1)];
    expect(textsOf(contextOf(records))).toEqual(['<permissions instructions>first']);
  });

  it('clears the reference when text that is told once goes with the context', () => {
    const mixed = item({
      type: 'message',
      role: 'developer',
      content: [
        { type: 'input_text', text: '<permissions instructions>new' },
        { type: 'input_text', text: 'told once' },
      ],
    });
    const context = contextOf([...userTurn(1), mixed, ...userTurn(2), rolledBack(1)]);
    expect(textsOf(context)).toEqual(['question 1', 'answer 1']);
    expect(context.referenceContext).toBeNull();
  });

  it('stops at a developer message of another kind', () => {
    const records = [...userTurn(1), developer('of a plug-in'), ...userTurn(2), rolledBack(1)];
    expect(textsOf(contextOf(records))).toEqual(['question 1', 'answer 1', 'of a plug-in']);
  });

  it('takes what the turn was told of its model out of the messages before it', () => {
    const records = [
      developer('<model_switch>to another</model_switch>', 't1'),
      developer('rules', 't1'),
      user('question', 't1'),
      rolledBack(1),
    ];
    expect(textsOf(contextOf(records))).toEqual(['rules']);
  });

  it('leaves what a turn was told of its model while something of its questions stands', () => {
    const records = [
      developer('<model_switch>to another</model_switch>', 't1'),
      user('question', 't1'),
      user('and also', 't1'),
      rolledBack(1),
    ];
    expect(textsOf(contextOf(records))).toEqual(['<model_switch>to another</model_switch>', 'question']);
  });
});

/** Compactions that wrote a summary alone (spec: model-context §4). */
import { describe, expect, it } from 'vitest';
import {
  compacted,
  contextOf,
  developer,
  item,
  replacing,
  rolledBack,
  textsOf,
  user,
  userTurn,
  windowed,
} from '../support/model-context-records.js';

const SUMMARY_OF_LATER_VERSIONS =
  'Another language model started to solve this problem and produced a summary of its thinking process. More.';

describe('a compaction without replacement history', () => {
  it('keeps the requests of the user and appends the summary', () => {
    const records = [
      developer('rules'),
      ...userTurn(1),
      ...userTurn(2),
      compacted('summary'),
      ...userTurn(3),
    ];
    expect(textsOf(contextOf(records))).toEqual([
      'question 1',
      'question 2',
      'summary',
      'question 3',
      'answer 3',
    ]);
  });

  it('says so when its summary is empty', () => {
    expect(textsOf(contextOf([...userTurn(1), compacted('')]))).toEqual([
      'question 1',
      '(no summary available)',
    ]);
  });

  it('does not keep context, older summaries, images and messages of agents', () => {
    const picture = { type: 'input_image', image_url: 'data:image/png;base64,' };
    const records = [
      compacted('s', { ...replacing('first', SUMMARY_OF_LATER_VERSIONS), ...windowed(1) }),
      user('<environment_context>here</environment_context>'),
      item({ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'look' }, picture] }),
      item({ type: 'message', role: 'user', content: [picture] }),
      item({ type: 'agent_message', author: '/root/a', recipient: '/root', content: [] }),
      compacted('summary'),
    ];
    expect(textsOf(contextOf(records))).toEqual(['first', 'look', 'summary']);
  });

  it('keeps the newest requests of 20,000 tokens, the oldest of them without its middle', () => {
    const records = [
      user(`oldest ${'x'.repeat(1000)}`),
      user(`a${'x'.repeat(59_998)}z`),
      user('y'.repeat(40_000)),
      compacted('summary'),
    ];
    const [cut, whole, summary] = textsOf(contextOf(records));
    expect(cut).toMatch(/^ax{19999}\|…5000 tokens truncated…\|x{19999}z$/);
    expect(whole).toBe('y'.repeat(40_000));
    expect(summary).toBe('summary');
  });

  it('never cuts a character in two', () => {
    const records = [user('漢'.repeat(40_000)), compacted('summary')];
    const [cut = ''] = textsOf(contextOf(records));
    expect(cut.replaceAll('漢', '')).toMatch(/^\|…\d+ tokens truncated…\|$/);
  });

  it('does not inject current context, and clears a later reference', () => {
    const context = contextOf([...userTurn(1), compacted('summary'), ...userTurn(2)]);
    expect(textsOf(context)).toEqual(['question 1', 'summary', 'question 2', 'answer 2']);
    expect(context.referenceContext).toBeNull();
    expect(context.previousTurnSettings?.model).toBe('model 2');
  });

  it('is a request of the user where a rollback counts them', () => {
    expect(textsOf(contextOf([...userTurn(1), ...userTurn(2), compacted('summary'), rolledBack(1)]))).toEqual(
      ['question 1', 'question 2'],
    );
  });
});

import { describe, expect, test } from 'vitest';
import {
  convertLines,
  convertRecords,
  OWN_THREAD,
  outline,
  timeOf,
} from '../../../support/conversion-lab.js';
import {
  agentMessage,
  event,
  execEnd,
  hookElement,
  itemCompleted,
  mcpEnd,
  patchEnd,
  rawReasoning,
  reasoning,
  taskComplete,
  taskStarted,
  turnAborted,
  userMessage,
  userResponse,
} from '../../../support/legacy-records.js';

const itemsOf = (records: ReturnType<typeof convertRecords>['records']) =>
  records.flatMap(({ type, payload }) =>
    type === 'event_msg' && payload.type === 'item_completed' ? [payload] : [],
  );

const head = (line: string | undefined) => JSON.parse(line ?? '{}');

describe('turns and items', () => {
  test('migration_publishes_canonical_projected_history_and_is_idempotent: image order kept, a paginated rollout refused', () => {
    const images = {
      images: ['https://a'],
      image_details: ['high'],
      file_ids: ['f1'],
      image_order: ['file', 'inline'],
    };
    const { lines, records } = convertRecords([
      taskStarted('t'),
      userMessage('look', { ...images, client_id: 'c' }),
      agentMessage('seen'),
      taskComplete('t'),
    ]);
    expect(head(lines[0])).toMatchObject({
      ordinal: 0,
      payload: { id: OWN_THREAD, history_mode: 'paginated' },
    });
    expect(outline(records)).toEqual([
      't begins',
      't: UserMessage item-1',
      't: AgentMessage item-2',
      't ends',
    ]);
    expect(itemsOf(records)[0]).toEqual({
      type: 'item_completed',
      thread_id: OWN_THREAD,
      turn_id: 't',
      completed_at_ms: Date.parse(timeOf(2)),
      item: {
        type: 'UserMessage',
        id: 'item-1',
        client_id: 'c',
        content: [
          { type: 'text', text: 'look', text_elements: [] },
          { type: 'image', file_id: 'f1' },
          { type: 'image', image_url: 'https://a', detail: 'high' },
        ],
      },
    });
    expect(() => convertLines(lines)).toThrow(expect.objectContaining({ code: 'already_paginated' }));
  });

  test('migration_projects_explicit_and_implicit_legacy_completed_items: thoughts become one item, outputs are capped', () => {
    const { records } = convertRecords([
      taskStarted('t'),
      execEnd('c', 't', { aggregated_output: 'x'.repeat(100_000) }),
      taskComplete('t'),
      reasoning('first'),
      rawReasoning('raw'),
      reasoning('second'),
    ]);
    expect(outline(records)).toEqual([
      't begins',
      't: CommandExecution c',
      't ends',
      'rollout-4 begins',
      'rollout-4: Reasoning item-1',
      'rollout-4: Reasoning item-1',
      'rollout-4: Reasoning item-1',
      'rollout-4 ends',
    ]);
    expect(itemsOf(records)[0]?.item).toMatchObject({
      aggregated_output: expect.stringContaining('truncated'),
    });
    expect(itemsOf(records).at(-1)?.item).toMatchObject({
      summary_text: ['first', 'second'],
      raw_content: ['raw'],
    });
  });

  test('an implicit turn begins with the line that needs it and ends with the next one', () => {
    const { records } = convertRecords([userMessage('a'), agentMessage('b'), userMessage('c')]);
    expect(outline(records)).toEqual([
      'rollout-1 begins',
      'rollout-1: UserMessage item-1',
      'rollout-1: AgentMessage item-2',
      'rollout-1 ends',
      'rollout-3 begins',
      'rollout-3: UserMessage item-3',
      'rollout-3 ends',
    ]);
    expect(records[0]?.payload).toMatchObject({ started_at: Date.parse(timeOf(1)) / 1000 });
    expect(records[3]?.payload).toMatchObject({ completed_at: Date.parse(timeOf(3)) / 1000 });
  });

  test('migration_preserves_image_generation_failure_metadata', () => {
    const failure = { type: 'usageLimitExceeded', limitId: 'l', resetsAt: 5 };
    const { records } = convertRecords([
      event('image_generation_end', {
        call_id: 'i',
        status: 'failed',
        revised_prompt: 'p',
        result: '',
        transparent_background: true,
        failure,
        saved_path: '/x.png',
      }),
    ]);
    expect(itemsOf(records)[0]?.item).toMatchObject({
      type: 'Extension',
      kind: 'image_gen.generation',
      status: 'failed',
      revisedPrompt: 'p',
      transparentBackground: true,
      failure,
      savedPath: '/x.png',
    });
  });

  test('migration_keeps_late_completions_in_their_original_turn', () => {
    const { records } = convertRecords([
      taskStarted('a'),
      taskComplete('a'),
      execEnd('c1', 'a'),
      taskStarted('b'),
      mcpEnd('m1', 'a'),
      agentMessage('x'),
      taskComplete('b'),
    ]);
    expect(outline(records)).toEqual([
      'a begins',
      'a ends',
      'a: CommandExecution c1',
      'b begins',
      'a: McpToolCall m1',
      'b: AgentMessage item-1',
      'b ends',
    ]);
  });

  test('an abort without an id gets that of the open turn, and closes it', () => {
    const { records } = convertRecords([taskStarted('a'), turnAborted(null), agentMessage('late')]);
    expect(outline(records).slice(0, 3)).toEqual(['a begins', 'a aborted', 'rollout-3 begins']);
  });

  test('a hook prompt stays told to the model and becomes an item as well', () => {
    const { records, lines } = convertRecords([
      taskStarted('t'),
      userResponse(null, hookElement('run', 'mind')),
    ]);
    expect(outline(records)[1]).toBe('response_item');
    expect(itemsOf(records)[0]?.item).toMatchObject({ type: 'HookPrompt', fragments: [{ text: 'mind' }] });
    expect(convertRecords([taskStarted('t'), userResponse(null, hookElement('run', 'mind'))]).lines).toEqual(
      lines,
    );
  });

  test('an item of the copied parent gets the thread it is in now', () => {
    const [item] = itemsOf(
      convertRecords([taskStarted('t'), itemCompleted('t', { type: 'Plan', id: 'p', text: 'x' })], {})
        .records,
    );
    expect(item).toMatchObject({
      thread_id: OWN_THREAD,
      item: { type: 'Plan', id: 'p' },
      completed_at_ms: 2,
    });
  });

  test('what readers of the legacy rollout did not see does not cut a thought in two', () => {
    const { records } = convertRecords([taskStarted('t'), reasoning('a'), execEnd('c', 't'), reasoning('b')]);
    expect(itemsOf(records).at(-1)?.item).toMatchObject({ id: 'item-1', summary_text: ['a', 'b'] });
  });

  test('what names a turn that nothing began was not seen either', () => {
    const completed = itemCompleted('never', { type: 'FunctionCallOutput', id: 'f', name: '', output: '' });
    const unseen = [patchEnd('p', 'never'), rawReasoning('a'), patchEnd('q', 'never'), completed];
    const { records } = convertRecords([...unseen, reasoning('b')]);
    const thoughts = itemsOf(records).flatMap(({ item }) => (item.type === 'Reasoning' ? [item] : []));
    expect(thoughts.at(-1)).toMatchObject({ summary_text: ['b'], raw_content: ['a'] });
  });

  test('a result that readers saw in full stays in full', () => {
    const text = 'y'.repeat(100_000);
    const result = { Ok: { content: [{ type: 'text', text }] } };
    const { records } = convertRecords([mcpEnd('m', '', { result })]);
    expect(itemsOf(records)[0]?.item).toMatchObject({ result: { content: [{ text }] } });
  });
});

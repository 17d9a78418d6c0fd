import { describe, expect, test } from 'vitest';
import { ConversionError } from '../../../../src/jobs/migration/convert/conversion-error.js';
import {
  convertLines,
  convertRecords,
  legacyLines,
  metaLine,
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
  rawReasoning,
  reasoning,
  record,
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

  test('a result that readers saw in full stays in full', () => {
    const text = 'y'.repeat(100_000);
    const result = { Ok: { content: [{ type: 'text', text }] } };
    const { records } = convertRecords([mcpEnd('m', '', { result })]);
    expect(itemsOf(records)[0]?.item).toMatchObject({ result: { content: [{ text }] } });
  });
});

describe('lines', () => {
  test('migration_hoists_delayed_session_meta_before_paginated_history', () => {
    const [message] = legacyLines([userMessage('early')], null);
    const { lines, records } = convertLines([message ?? '', metaLine()]);
    expect(head(lines[0])).toMatchObject({ ordinal: 0, type: 'session_meta' });
    expect(outline(records)[1]).toBe('rollout-0: UserMessage item-1');
  });

  test('migration_drops_copied_user_fork_metadata_without_creating_a_history_base', () => {
    const parent = '0199a213-81c0-7800-8aa1-bbab2a035a54';
    const { lines, conversion } = convertLines([
      metaLine({ forked_from_id: parent }),
      metaLine({ id: parent, session_id: parent }),
      ...legacyLines([userMessage('copied')], null),
    ]);
    expect(head(lines[0]).payload).toMatchObject({ id: OWN_THREAD, forked_from_id: parent });
    expect(head(lines[0]).payload).not.toHaveProperty('history_base');
    expect(lines.filter((line) => line.includes('"session_meta"'))).toHaveLength(1);
    expect(conversion.report.dropped).toEqual({ copied_session_meta: 1 });
  });

  test('migration_skips_malformed_lines_and_trailing_partial_tail, blank and oversized ones', () => {
    const lines = legacyLines([
      userMessage('a'),
      '{"timestamp":',
      '',
      userMessage('b'),
      '{"timestamp":"2026',
      'null',
    ]);
    const source = [...lines.map((line) => ({ bytes: Buffer.from(line) })), { bytes: null }];
    const { conversion, records } = convertLines([], { lines: () => source });
    expect(records.filter(({ type }) => type === 'event_msg')).toHaveLength(6);
    expect(conversion.report).toMatchObject({ linesRead: 8, recordsRead: 3, itemsWritten: 2 });
    expect(conversion.report.dropped).toEqual({ malformed: 3, blank: 1, oversized: 1 });
  });

  test('migration_reports_invalid_session_metadata', () => {
    const noHead = () => convertLines(legacyLines([userMessage('a')], null));
    expect(noHead).toThrow(ConversionError);
    expect(noHead).toThrow(expect.objectContaining({ code: 'invalid_session_metadata' }));
    expect(() => convertLines([metaLine({ history_mode: 'future' })])).toThrow(
      expect.objectContaining({ code: 'invalid_session_metadata' }),
    );
  });

  test('a copied line keeps its keys, their order and its digits', () => {
    const written =
      '{"timestamp":"2026-03-01T10:00:01.000Z","type":"world_state","payload":{"state":{"z":1.10,"2":0.0,"1":12345678901234567890},"full":true,"odd":null}}';
    const { lines } = convertLines([metaLine(), written]);
    expect(lines[1]).toBe(written.replace('"type"', '"ordinal":1,"type"'));
    const spaced = written.replace('{"timestamp"', '{ "timestamp"');
    expect(convertLines([metaLine(), spaced]).lines[1]).toBe(lines[1]);
  });

  test('digits of arguments survive the change of an event to an item', () => {
    const written = `{"timestamp":"${timeOf(1)}","type":"event_msg","payload":{"type":"mcp_tool_call_end","call_id":"m","invocation":{"server":"s","tool":"t","arguments":{"x":1.10}},"duration":{"secs":0,"nanos":1},"result":{"Ok":{"content":[]}}}}`;
    expect(convertLines([metaLine(), written]).lines[2]).toContain('"arguments":{"x":1.10}');
  });

  test('a line whose time nobody can read gets the time of the line before', () => {
    const broken = legacyLines([userMessage('a')], null).map((line) => line.replace(timeOf(1), 'some time'));
    const { records, lines } = convertLines([metaLine(), ...broken]);
    expect(itemsOf(records)[0]?.completed_at_ms).toBe(Date.parse(timeOf(0)));
    expect(lines[1]).toContain(`{"timestamp":"${timeOf(0)}"`);
  });

  test('a response item of a kind that nobody knows stays as it is', () => {
    const written = `{"timestamp":"${timeOf(1)}","type":"response_item","payload":{"type":"never_seen","x":1}}`;
    expect(convertLines([metaLine(), written]).lines[1]).toBe(
      written.replace('"type"', '"ordinal":1,"type"'),
    );
  });

  test('a compaction alone begins no turn', () => {
    const compaction = record('compacted', { message: 'sum' });
    expect(outline(convertRecords([compaction]).records)).toEqual(['compacted']);
  });
});

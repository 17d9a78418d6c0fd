import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLine } from '../../src/events/encode-line.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import { recordsToPersist } from '../../src/events/record/records-to-persist.js';
import { RolloutRecord } from '../../src/events/record/rollout-record.js';
import { arbitraryTurnItem } from '../support/arbitrary-turn-items.js';

const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const CAP = 65_536;
const MARKER = '\n... command output truncated for persistence ...\n';
const bytes = (value: unknown) => Buffer.byteLength(stringifyJson(value));

const lifecycle = (type: 'item_started' | 'item_completed', item: object) =>
  RolloutRecord.parse({
    type: 'event_msg',
    payload: { type, thread_id: THREAD, turn_id: 't', item, started_at_ms: 1, completed_at_ms: 2 },
  });
const completed = (item: object) => lifecycle('item_completed', item);
const written = (records: RolloutRecord[]) =>
  records.map((record) => JSON.parse(encodeLine({ timestamp: '', ordinal: null, record })).payload);

const command = (aggregated_output: string) =>
  completed({
    type: 'CommandExecution',
    id: 'i',
    command: ['cat'],
    cwd: '/w',
    parsed_cmd: [],
    source: 'agent',
    status: 'completed',
    aggregated_output,
    exit_code: 0,
    duration: { secs: 1, nanos: 0 },
  });
const mcp = (result: object, args: unknown = {}) =>
  completed({
    type: 'McpToolCall',
    id: 'i',
    server: 's',
    tool: 't',
    arguments: args,
    status: 'completed',
    result,
    duration: { secs: 1, nanos: 0 },
  });
const text = (words: string) => ({ type: 'text', text: words });

describe('recordsToPersist in a legacy rollout', () => {
  it('writes the legacy events of an item in its place', () => {
    const item = { type: 'Reasoning', id: 'i', summary_text: ['a', 'b'], raw_content: ['c'] };
    expect(written(recordsToPersist(completed(item), 'legacy'))).toEqual([
      { type: 'agent_reasoning', text: 'a' },
      { type: 'agent_reasoning', text: 'b' },
      { type: 'agent_reasoning_raw_content', text: 'c' },
    ]);
    expect(recordsToPersist(completed(item), 'legacy', { showRawReasoning: false })).toHaveLength(2);
  });

  it('writes an item that has no legacy event as it is', () => {
    const plan = completed({ type: 'Plan', id: 'i', text: 'p' });
    expect(recordsToPersist(plan, 'legacy')).toEqual([plan]);
  });

  it('writes an ended sub-agent as item and not as event, any other activity as event and not as item', () => {
    const activity = (kind: string) =>
      completed({ type: 'SubAgentActivity', id: 'i', kind, agent_thread_id: THREAD, agent_path: '/root/a' });
    expect(recordsToPersist(activity('completed'), 'legacy')).toEqual([activity('completed')]);
    expect(written(recordsToPersist(activity('started'), 'legacy'))).toMatchObject([
      { type: 'sub_agent_activity', event_id: 'i', kind: 'started' },
    ]);
  });

  it('writes a search of the web extension as a search, with the action in the log’s spelling', () => {
    const search = (action: unknown) =>
      completed({ type: 'Extension', kind: 'web.search', id: 'i', query: 'q', action, results: [{ b: 1 }] });
    const [event] = written(recordsToPersist(search({ type: 'openPage', url: 'u' }), 'legacy'));
    expect(event).toEqual({
      type: 'web_search_end',
      call_id: 'i',
      query: 'q',
      action: { type: 'open_page', url: 'u' },
      results: [{ b: 1 }],
    });
    const actions = [
      [
        { type: 'search', query: null, queries: ['a'] },
        { type: 'search', queries: ['a'] },
      ],
      [
        { type: 'findInPage', url: 'u', pattern: 'p' },
        { type: 'find_in_page', url: 'u', pattern: 'p' },
      ],
      [{ type: 'findInPage', url: null, pattern: null }, { type: 'find_in_page' }],
      [{ type: 'other' }, { type: 'other' }],
      [null, { type: 'other' }],
    ];
    for (const [shown, core] of actions) {
      expect(written(recordsToPersist(search(shown), 'legacy'))).toMatchObject([{ action: core }]);
      expect(written(recordsToPersist(search(shown), 'legacy'))[0].action).toEqual(core);
    }
  });

  it('writes an image of the image extension as an image', () => {
    const image = completed({
      type: 'Extension',
      kind: 'image_gen.generation',
      id: 'i',
      status: 'completed',
      revisedPrompt: 'r',
      result: 'x',
      savedPath: '/a.png',
      generationId: 'g',
    });
    expect(written(recordsToPersist(image, 'legacy'))).toEqual([
      {
        type: 'image_generation_end',
        call_id: 'i',
        status: 'completed',
        revised_prompt: 'r',
        result: 'x',
        saved_path: '/a.png',
        generation_id: 'g',
      },
    ]);
  });

  it('writes nothing for an item that begins, and nothing for a command', () => {
    expect(recordsToPersist(command('x'), 'legacy')).toEqual([]);
    const begun = lifecycle('item_started', { type: 'FileChange', id: 'i', changes: {} });
    expect(recordsToPersist(begun, 'legacy')).toEqual([]);
  });

  it('cuts nothing', () => {
    const long = 'x'.repeat(2 * CAP);
    const [event] = written(recordsToPersist(mcp({ content: [text(long)] }), 'legacy'));
    expect(event.result.Ok.content).toEqual([text(long)]);
  });

  it('writes each thing once: what it makes of its own records is these records', () => {
    fc.assert(
      fc.property(
        arbitraryTurnItem,
        fc.constantFrom('legacy' as const, 'paginated' as const),
        (item, mode) => {
          const record = RolloutRecord.safeParse({
            type: 'event_msg',
            payload: { type: 'item_completed', thread_id: THREAD, turn_id: 't', item, completed_at_ms: 1 },
          });
          if (!record.success) return;
          const kept = recordsToPersist(record.data, mode);
          expect(kept.flatMap((one) => recordsToPersist(one, mode))).toEqual(kept);
          if (mode === 'paginated') expect(kept).toEqual([record.data]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('recordsToPersist in a paginated rollout', () => {
  it('keeps an item and none of its legacy events', () => {
    const message = completed({ type: 'AgentMessage', id: 'i', content: [{ type: 'Text', text: 'x' }] });
    expect(recordsToPersist(message, 'paginated')).toEqual([message]);
    const begun = lifecycle('item_started', { type: 'Plan', id: 'i', text: '' });
    expect(recordsToPersist(begun, 'paginated')).toEqual([]);
    expect(
      recordsToPersist({ type: 'event_msg', payload: { type: 'context_compacted' } }, 'paginated'),
    ).toEqual([]);
  });

  it('peer A4, paginated_command_history_caps_aggregated_output: 128 KiB become 64, with head, tail and marker', () => {
    const output = `${'a'.repeat(CAP)}${'z'.repeat(CAP)}`;
    const given = command(output);
    const [item] = written(recordsToPersist(given, 'paginated')).map((event) => event.item);
    expect(Buffer.byteLength(item.aggregated_output)).toBe(CAP);
    expect(item.aggregated_output).toBe(`${'a'.repeat(32_743)}${MARKER}${'z'.repeat(32_743)}`);
    expect(item).toMatchObject({ exit_code: 0, command: ['cat'] });
    expect(given).toEqual(command(output));
  });

  it('peer A5, paginated_mcp_history_caps_large_results: one text below 65 KiB, arguments intact, nothing else', () => {
    const args = { path: 'y'.repeat(CAP) };
    const structuredContent = { rows: 'x'.repeat(2 * CAP) };
    const given = mcp({ content: [text('see')], structuredContent, _meta: { a: 1 } }, args);
    const [item] = written(recordsToPersist(given, 'paginated')).map((event) => event.item);
    expect(item.arguments).toEqual(args);
    expect(Object.keys(item.result)).toEqual(['content']);
    expect(item.result.content).toHaveLength(1);
    expect(bytes(item.result)).toBe(CAP);
    expect(item.result.content[0].text).toMatch(/^\{"content":\[\{"type":"text","text":"see"\}\],"struct/);
  });
});

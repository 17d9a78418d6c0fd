import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventMsg } from '../../src/events/event-msg/event-msg.js';
import { ItemCompleted, ItemStarted } from '../../src/events/event-msg/item-lifecycle.js';
import { legacyEventsOf } from '../../src/events/fan-out/legacy-events-of.js';
import { stringifyJson } from '../../src/events/json/stringify-json.js';
import { arbitraryTurnItem } from '../support/arbitrary-turn-items.js';

const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const OTHER = '01a1fb59-da95-7711-be9b-1e730f7dbc47';
const lifecycle = { thread_id: THREAD, turn_id: 't' };
const started = (item: object) =>
  legacyEventsOf(ItemStarted.parse({ type: 'item_started', ...lifecycle, item, started_at_ms: 3 }));
const completed = (item: object, options = {}) =>
  legacyEventsOf(
    ItemCompleted.parse({ type: 'item_completed', ...lifecycle, item, completed_at_ms: 5 }),
    options,
  );
const json = (events: unknown[]) => events.map(stringifyJson);

const command = {
  type: 'CommandExecution',
  id: 'c',
  command: ['ls'],
  cwd: 'file:///w',
  parsed_cmd: [],
  source: 'agent',
  status: 'completed',
};
const mcp = {
  type: 'McpToolCall',
  id: 'm',
  server: 's',
  tool: 't',
  arguments: { a: 1 },
  status: 'completed',
};
const duration = { secs: 1, nanos: 2 };
const patch = { type: 'FileChange', id: 'f', changes: { a: { type: 'add', content: 'x' } } };
const dynamic = { type: 'DynamicToolCall', id: 'd', tool: 't', arguments: null, status: 'completed' };

describe('legacyEventsOf', () => {
  it('gives events that decode, whatever the item', () => {
    fc.assert(
      fc.property(arbitraryTurnItem, (item) => {
        for (const event of [...started(item), ...completed(item, { showRawReasoning: true })]) {
          expect(EventMsg.safeParse(JSON.parse(stringifyJson(event))).error).toBeUndefined();
        }
      }),
    );
  });

  it.each([
    ['Plan', { text: 'p' }],
    ['HookPrompt', { fragments: [] }],
    ['FunctionCallOutput', { name: 'n', output: '' }],
    ['Extension', { kind: 'clock.sleep', durationMs: 1 }],
  ])('gives none for an item of kind %s', (type, fields) => {
    expect([...started({ type, id: 'x', ...fields }), ...completed({ type, id: 'x', ...fields })]).toEqual(
      [],
    );
  });

  it('flattens a user message and moves the ranges of its elements', () => {
    const content = [
      { type: 'text', text: '漢', text_elements: [{ byte_range: { start: 0, end: 3 } }] },
      { type: 'image', file_id: 'f' },
      { type: 'text', text: 'xy', text_elements: [{ byte_range: { start: 1, end: 2 }, placeholder: 'p' }] },
      { type: 'image', image_url: 'a', detail: 'high' },
      { type: 'image', image_url: 'b' },
      { type: 'local_image', path: '/l' },
      { type: 'audio', audio_url: 'u' },
      { type: 'local_audio', path: '/k' },
      { type: 'skill', name: 'n', path: '/p' },
    ];
    expect(json(completed({ type: 'UserMessage', id: 'u', client_id: 'c', content }))).toEqual([
      '{"type":"user_message","client_id":"c","message":"漢xy","images":["a","b"],"image_details":["high"],"file_ids":["f"],"image_order":["file","inline","inline"],"local_images":["/l"],"audio":["u"],"local_audio":["/k"],' +
        '"text_elements":[{"byte_range":{"start":0,"end":3},"placeholder":"漢"},{"byte_range":{"start":4,"end":5},"placeholder":"p"}]}',
    ]);
    expect(json(completed({ type: 'UserMessage', id: 'u', content: [] }))).toEqual([
      '{"type":"user_message","message":"","images":[],"local_images":[],"audio":[],"local_audio":[],"text_elements":[]}',
    ]);
  });

  it('gives one agent message a part', () => {
    const content = ['a', 'b'].map((text) => ({ type: 'Text', text }));
    expect(json(completed({ type: 'AgentMessage', id: 'a', content, delivery: 'async' }))).toEqual([
      '{"type":"agent_message","message":"a","phase":null,"memory_citation":null,"delivery":"async"}',
      '{"type":"agent_message","message":"b","phase":null,"memory_citation":null,"delivery":"async"}',
    ]);
  });

  it('gives one event a summary, and the raw reasoning only where it is shown', () => {
    const reasoning = { type: 'Reasoning', id: 'r', summary_text: ['a', 'b'], raw_content: ['c'] };
    const summaries = [
      { type: 'agent_reasoning', text: 'a' },
      { type: 'agent_reasoning', text: 'b' },
    ];
    expect(completed(reasoning)).toEqual(summaries);
    expect(completed(reasoning, { showRawReasoning: true })).toEqual([
      ...summaries,
      { type: 'agent_reasoning_raw_content', text: 'c' },
    ]);
  });

  it('begins and ends a command', () => {
    expect(json(started(command))).toEqual([
      '{"type":"exec_command_begin","call_id":"c","turn_id":"t","started_at_ms":3,"command":["ls"],"cwd":"file:///w","parsed_cmd":[],"source":"agent"}',
    ]);
    expect(json(completed(command))).toEqual([
      '{"type":"exec_command_end","call_id":"c","turn_id":"t","completed_at_ms":5,"command":["ls"],"cwd":"file:///w","parsed_cmd":[],"source":"agent","aggregated_output":"","exit_code":0,"duration":{"secs":0,"nanos":0},"status":"completed"}',
    ]);
    expect(completed({ ...command, status: 'in_progress' })).toEqual([]);
  });

  it('begins a patch, and ends it once it has a status', () => {
    expect(json(started(patch))).toEqual([
      '{"type":"patch_apply_begin","call_id":"f","turn_id":"t","auto_approved":false,"changes":{"a":{"type":"add","content":"x"}}}',
    ]);
    expect(completed(patch)).toEqual([]);
    expect(json(completed({ ...patch, status: 'failed', stderr: 'no' }))).toEqual([
      '{"type":"patch_apply_end","call_id":"f","turn_id":"t","stdout":"","stderr":"no","success":false,"changes":{"a":{"type":"add","content":"x"}},"status":"failed"}',
    ]);
    expect(completed({ ...patch, status: 'completed' })).toMatchObject([{ success: true }]);
  });

  it('begins an MCP call, and ends it once there is an outcome and a duration', () => {
    expect(json(started({ ...mcp, arguments: null, readOnlyHint: true }))).toEqual([
      '{"type":"mcp_tool_call_begin","call_id":"m","turn_id":"t","invocation":{"server":"s","tool":"t"},"read_only_hint":true}',
    ]);
    const result = { content: [1] };
    expect(completed({ ...mcp, duration })).toEqual([]);
    expect(completed({ ...mcp, result })).toEqual([]);
    expect(json(completed({ ...mcp, result, error: { message: 'no' }, duration }))).toEqual([
      '{"type":"mcp_tool_call_end","call_id":"m","turn_id":"t","invocation":{"server":"s","tool":"t","arguments":{"a":1}},"duration":{"secs":1,"nanos":2},"result":{"Ok":{"content":[1]}}}',
    ]);
    expect(completed({ ...mcp, error: { message: 'no' }, duration })).toMatchObject([
      { result: { Err: 'no' } },
    ]);
  });

  it('asks and answers a tool of the client', () => {
    expect(json(started(dynamic))).toEqual([
      '{"type":"dynamic_tool_call_request","callId":"d","turnId":"t","startedAtMs":3,"tool":"t","arguments":null}',
    ]);
    expect(completed(dynamic)).toMatchObject([{ content_items: [], success: false, error: null }]);
    expect(completed({ ...dynamic, status: 'in_progress' })).toEqual([]);
  });

  it.each<[string, object, string[], string[]]>([
    [
      'a search',
      { type: 'WebSearch', id: 'w', query: 'q', action: { type: 'other' } },
      ['{"type":"web_search_begin","call_id":"w"}'],
      ['{"type":"web_search_end","call_id":"w","query":"q","action":{"type":"other"}}'],
    ],
    [
      'a generated image',
      { type: 'ImageGeneration', id: 'g', status: 's', result: 'r' },
      ['{"type":"image_generation_begin","call_id":"g"}'],
      ['{"type":"image_generation_end","call_id":"g","status":"s","result":"r"}'],
    ],
    [
      'a viewed image',
      { type: 'ImageView', id: 'i', path: 'file:///p' },
      [],
      ['{"type":"view_image_tool_call","call_id":"i","path":"file:///p"}'],
    ],
    [
      'an activity of a sub-agent',
      { type: 'SubAgentActivity', id: 's', kind: 'started', agent_thread_id: OTHER, agent_path: '/root/a' },
      [],
      [
        `{"type":"sub_agent_activity","model":null,"reasoning_effort":null,"event_id":"s","occurred_at_ms":5,"agent_thread_id":"${OTHER}","agent_path":"/root/a","kind":"started"}`,
      ],
    ],
    [
      'the begin of a review',
      { type: 'EnteredReviewMode', id: 'e', target: { type: 'uncommittedChanges' }, user_facing_hint: 'h' },
      [],
      [
        '{"type":"entered_review_mode","target":{"type":"uncommittedChanges"},"user_facing_hint":"h","turn_id":"t","item_id":"e"}',
      ],
    ],
    [
      'the end of a review',
      { type: 'ExitedReviewMode', id: 'e' },
      [],
      ['{"type":"exited_review_mode","turn_id":"t","item_id":"e","review_output":null}'],
    ],
    ['a compaction', { type: 'ContextCompaction', id: 'c' }, [], ['{"type":"context_compacted"}']],
  ])('gives the events of %s', (_, item, onStart, onCompletion) => {
    expect(json(started(item))).toEqual(onStart);
    expect(json(completed(item))).toEqual(onCompletion);
  });
});

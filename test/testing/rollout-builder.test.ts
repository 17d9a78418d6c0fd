import { describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/events/decode-line.js';
import { createTestClock, type HistoryMode, type RolloutBuilder, rollout } from '../../src/testing/index.js';

const THREAD = '019cadc6-9a80-7000-8000-000000000001';

function everything(historyMode: HistoryMode): RolloutBuilder {
  return rollout({ historyMode, seed: 3, agentsMd: '# rules' })
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('hello 潮', {
          clientId: 'c1',
          images: ['https://example.net/a.png'],
          localImages: ['/tmp/a b.png'],
        })
        .reasoning(['one', 'two'], ['raw'])
        .agent('looking', { phase: 'commentary' })
        .command({ command: 'ls', output: 'a\n' })
        .patch({ changes: { 'a.txt': { type: 'add', content: '1\n2\n' } } })
        .mcp({ server: 's', tool: 't', result: 'r', readOnly: true })
        .mcp({ server: 's', tool: 't', error: 'gone' })
        .webSearch('q')
        .viewImage('/tmp/ü.png')
        .sleep(700)
        .plan('# Plan\n')
        .agent('done', { phase: 'final_answer' })
        .complete(),
    )
    .turn((turn) =>
      turn
        .spawnAgent({ threadId: THREAD, agentPath: '/root/w', task: 'do' })
        .agentFinished({ threadId: THREAD, agentPath: '/root/w' })
        .compact('short')
        .abort(),
    )
    .turn((turn) => turn.user('no').fail('boom', 'other'))
    .turn((turn) => turn.enterReview().exitReview('fine').exitReview().complete(), { started: false });
}

interface Line {
  ordinal?: number;
  type: string;
  payload: { type?: string; item?: { type: string } };
}

const parse = (line: string): Line => JSON.parse(line);
const label = ({ type, payload }: Line) => [type, payload.type, payload.item?.type].filter(Boolean).join('/');

describe('rollout', () => {
  it('writes lines byte for byte as Codex does', () => {
    const lines = rollout({
      threadId: THREAD,
      detail: 'visible',
      clock: createTestClock('2026-03-02T09:00:00.007Z'),
    })
      .sessionMeta({ context_window: undefined })
      .turn((turn) => turn.user('hi').abort('replaced'), { turnId: 'T' })
      .lines();
    expect(lines[0]).toBe(
      `{"timestamp":"2026-03-02T09:00:00.007Z","ordinal":0,"type":"session_meta","payload":{"account_scoped":true,"session_id":"${THREAD}","id":"${THREAD}","timestamp":"2026-03-02T09:00:00.007Z","cwd":"/home/mira/tidemark","runtime_workspace_roots":["/home/mira/tidemark"],"originator":"codex_cli_rs","cli_version":"0.169.0","source":"cli","model_provider":"openai","base_instructions":{"text":"You help Mira with her projects. Say what you do and why.","provenance":{"type":"custom"}},"history_mode":"paginated"}}`,
    );
    expect(lines[1]).toBe(
      '{"timestamp":"2026-03-02T09:00:00.008Z","ordinal":1,"type":"event_msg","payload":{"type":"task_started","turn_attribution":{"turn_id":"T","turn_trigger":null,"parent_turn_id":null,"initiating_agent_path":null,"root_turn_id":"T"},"turn_id":"T","root_turn_id":"T","started_at":1772442000,"model_context_window":258400,"collaboration_mode_kind":"default"}}',
    );
    expect(lines[2]).toMatch(
      /^\{"timestamp":"2026-03-02T09:00:00.009Z","ordinal":2,"type":"event_msg","payload":\{"type":"item_completed","thread_id":"019cadc6-9a80-7000-8000-000000000001","turn_id":"T","item":\{"type":"UserMessage","id":"[0-9a-f-]{36}","content":\[\{"type":"text","text":"hi","text_elements":\[\]\}\]\},"started_at_ms":1772442000009,"completed_at_ms":1772442000009\}\}$/,
    );
    expect(lines[3]).toBe(
      '{"timestamp":"2026-03-02T09:00:00.010Z","ordinal":3,"type":"event_msg","payload":{"type":"turn_aborted","root_turn_id":"T","turn_id":"T","reason":"replaced","started_at":1772442000,"completed_at":1772442000,"duration_ms":2}}',
    );
    expect(lines).toHaveLength(4);
  });

  it.each(['paginated', 'legacy'] as const)('writes only records that decode (%s)', (historyMode) => {
    for (const line of everything(historyMode).lines()) {
      const decoded = decodeLine(line);
      expect(decoded, line).toMatchObject({
        kind: 'record',
        ordinal: historyMode === 'legacy' ? null : expect.any(Number),
      });
    }
  });

  it('numbers paginated lines from 0 and legacy lines not at all', () => {
    const lines = everything('paginated').lines().map(parse);
    expect(lines.map((line) => line.ordinal)).toEqual(lines.map((_, index) => index));
    expect(everything('legacy').text()).not.toContain('"ordinal"');
  });

  it('writes the lines of a turn in the order of a session', () => {
    const of = (historyMode: HistoryMode) =>
      rollout({ historyMode })
        .sessionMeta()
        .turn((turn) => turn.user('a').command({ command: 'ls' }).agent('b').complete())
        .lines()
        .map((line) => label(parse(line)));
    const around = (user: string, command: string[], agent: string) => [
      'session_meta',
      'event_msg/task_started',
      'response_item/message',
      'response_item/message',
      'world_state',
      'turn_context',
      'event_msg/thread_settings_applied',
      'response_item/message',
      user,
      'response_item/function_call',
      'token_usage_record',
      ...command,
      'response_item/function_call_output',
      'event_msg/token_count',
      agent,
      'response_item/message',
      'token_usage_record',
      'event_msg/token_count',
      'event_msg/task_complete',
    ];
    const done = 'event_msg/item_completed';
    expect(of('paginated')).toEqual(
      around(`${done}/UserMessage`, [`${done}/CommandExecution`], `${done}/AgentMessage`),
    );
    // Legacy writers of today store no event for a command.
    expect(of('legacy')).toEqual(around('event_msg/user_message', [], 'event_msg/agent_message'));
  });

  it('gives equal bytes for equal calls and other ids for another seed', () => {
    expect(everything('paginated').text()).toBe(everything('paginated').text());
    expect(rollout({ seed: 2 }).threadId).not.toBe(rollout({ seed: 3 }).threadId);
  });

  it('lets lines be broken on purpose', () => {
    const lines = rollout({ detail: 'visible' })
      .sessionMeta()
      .event({ type: 'context_compacted' }, { ordinal: 0 })
      .nextOrdinal(7)
      .event({ type: 'context_compacted' })
      .event({ type: 'context_compacted' }, { ordinal: null })
      .blank()
      .raw('{"half')
      .lines();
    expect(lines.slice(0, 4).map((line) => parse(line).ordinal)).toEqual([0, 0, 7, undefined]);
    expect(lines.slice(4)).toEqual(['', '{"half']);
  });

  it('keeps raw bytes that are no text', () => {
    expect(
      Array.from(
        rollout()
          .raw(Uint8Array.of(0xff, 0, 10))
          .bytes(),
      ),
    ).toEqual([0xff, 0, 10]);
  });

  it('names its file by start, thread and file', () => {
    const clock = createTestClock('2026-03-02T09:05:00.007Z');
    expect(rollout({ threadId: THREAD, clock }).fileName()).toBe(
      `rollout-2026-03-02T09-05-00-${THREAD}.jsonl`,
    );
    expect(rollout({ threadId: THREAD, rolloutId: 'r', clock }).fileName()).toBe(
      `rollout-2026-03-02T09-05-00-${THREAD}_r.jsonl`,
    );
  });
});

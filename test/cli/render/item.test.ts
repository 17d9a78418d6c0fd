import { describe, expect, it } from 'vitest';
import { typedCommand } from '../../../src/cli/render/command.js';
import { renderItem } from '../../../src/cli/render/item.js';
import { paint } from '../../../src/cli/render/styled-line.js';
import { parseJson, RawJson } from '../../../src/events/index.js';

const view = { width: 60, full: false, now: 0, folder: '/home/mira/tidemark' };

function show(item: object | string, options: Partial<typeof view> = {}): string {
  const text = typeof item === 'string' ? item : JSON.stringify(item);
  const { lines } = renderItem(new RawJson(text, parseJson), { ...view, ...options });
  return lines.map((line) => paint(line, false)).join('\n');
}

const command = {
  type: 'commandExecution',
  id: 'c1',
  command: "/bin/bash -lc 'npm test'",
  cwd: '/home/mira/tidemark',
  status: 'failed',
  commandActions: [],
  aggregatedOutput: Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join(''),
  exitCode: 1,
  durationMs: 5_810,
};

describe('items in a terminal', () => {
  it('command with long output', () => {
    expect(show(command)).toMatchInlineSnapshot(`
      "$ npm test  ✗ exit 1 · 5.8 s
        │ line 1
        │ line 2
        │ line 3
        │ line 4
        │ … 20 more lines
        │ line 25
        │ line 26
        │ line 27
        │ line 28
        │ line 29
        │ line 30"
    `);
  });

  it('command shown in full', () => {
    expect(show(command, { full: true }).split('\n')).toHaveLength(31);
  });

  it('patch', () => {
    expect(
      show({
        type: 'fileChange',
        id: 'p1',
        status: 'failed',
        changes: [
          { path: '/home/mira/tidemark/a.md', kind: { type: 'add' }, diff: '# 題\nbody\n' },
          { path: '/home/mira/tidemark/old.ts', kind: { type: 'delete' }, diff: 'gone\n' },
          {
            path: '/home/mira/tidemark/src/t.ts',
            kind: { type: 'update', move_path: '/srv/t.ts' },
            diff: '@@ -1,2 +1,2 @@\n same\n-old\n+new\n',
          },
        ],
      }),
    ).toMatchInlineSnapshot(`
      "+ a.md  +2  ✗ not applied
        │ +# 題
        │ +body
      - old.ts  -1  ✗ not applied
        │ -gone
      ± src/t.ts → /srv/t.ts  +1  -1  ✗ not applied
        │ @@ -1,2 +1,2 @@
        │  same
        │ -old
        │ +new"
    `);
  });

  it('MCP call, with the digits of its arguments', () => {
    expect(
      show(
        '{"type":"mcpToolCall","id":"m1","server":"tracker","tool":"find","status":"failed","arguments":{"id":12345678901234567890,"x":1.10},"result":{"content":[{"type":"text","text":"two\\nlines"},{"type":"image"}],"structuredContent":null,"_meta":null},"error":{"message":"token may not"},"durationMs":120}',
      ),
    ).toMatchInlineSnapshot(`
      "→ tracker.find {"id":12345678901234567890,"x":1.10}  ✗
        failed  120 ms
        │ two
        │ lines
        │ [image]
        │ token may not"
    `);
  });

  it('user message with attachments', () => {
    expect(
      show({
        type: 'userMessage',
        id: 'u1',
        content: [
          {
            type: 'text',
            text: 'Why does the table for 下関 show only three tides on 29 March 2026?',
            text_elements: [],
          },
          { type: 'image', url: 'data:image/png;base64,AAAA', detail: null },
          { type: 'localImage', path: '/tmp/a.png', detail: null },
        ],
      }),
    ).toMatchInlineSnapshot(`
      "▌ Why does the table for 下関 show only three tides on 29
      ▌ March 2026?
      ▌ [image: attached]
      ▌ [image: /tmp/a.png]"
    `);
  });

  it('reasoning, plan, compaction', () => {
    expect(
      [
        show({
          type: 'reasoning',
          id: 'r1',
          summary: ['**Choosing a key**', 'UTC it is.'],
          content: ['raw'],
        }),
        show({ type: 'plan', id: 'pl', text: '1. Key\n2. Store' }),
        show({ type: 'contextCompaction', id: 'cc' }),
      ].join('\n'),
    ).toMatchInlineSnapshot(`
      "∴ Choosing a key
        UTC it is.
      ┃ Plan
      ┃ 1. Key
      ┃ 2. Store
      ── context compacted ───────────────────────────────────────"
    `);
  });

  it('agents, web, images, pauses, reviews, hooks', () => {
    expect(
      [
        {
          type: 'subAgentActivity',
          id: 's',
          kind: 'started',
          agentThreadId: 't2',
          agentPath: '/root/ada',
          model: 'gpt-5.5',
        },
        {
          type: 'collabAgentToolCall',
          id: 'k',
          tool: 'spawnAgent',
          status: 'completed',
          senderThreadId: 't1',
          receiverThreadIds: ['t2'],
          prompt: 'Translate',
          agentsStates: { t2: { status: 'pendingInit', message: null } },
        },
        {
          type: 'webSearch',
          id: 'w',
          query: 'q',
          action: { type: 'search', query: null, queries: ['a', 'b'] },
        },
        { type: 'webSearch', id: 'w', query: '', action: null },
        { type: 'imageView', id: 'i', path: '/home/mira/tidemark/docs/api 図.png' },
        {
          type: 'imageGeneration',
          id: 'g',
          status: 'completed',
          revisedPrompt: 'a harbour',
          result: 'AAAA',
          savedPath: '/tmp/g.png',
        },
        { type: 'sleep', id: 'z', durationMs: 20_000 },
        { type: 'enteredReviewMode', id: 'e', review: 'changes since 1.9' },
        { type: 'exitedReviewMode', id: 'x', review: 'Fine.' },
        { type: 'hookPrompt', id: 'h', fragments: [{ text: 'Check again', hookRunId: 'hr' }] },
        {
          type: 'functionCallOutput',
          id: 'f',
          name: 'tool',
          namespace: 'app',
          output: [{ type: 'input_text', text: 'out' }],
        },
        {
          type: 'dynamicToolCall',
          id: 'd',
          tool: 'open',
          namespace: null,
          arguments: { a: 1 },
          status: 'completed',
          contentItems: [{ type: 'inputText', text: 'ok' }],
          success: true,
          durationMs: 3,
        },
      ]
        .map((item) => show(item))
        .join('\n'),
    ).toMatchInlineSnapshot(`
      "⑂ agent /root/ada started  t2 · gpt-5.5
      ⑂ spawn agent t2
        │ Translate
        │ t2: pending init
      → web: searched for “a”, “b”
      → web: searched
      → looked at docs/api 図.png
      → image: a harbour  /tmp/g.png
      → waited 20 s
      ◆ review: changes since 1.9
      ◆ review ended
        Fine.
      → from a hook
        │ Check again
      → output of app.tool
        │ out
      → open {"a":1}  3 ms
        │ ok"
    `);
  });

  it('agent message with questions', () => {
    expect(
      show({
        type: 'agentMessage',
        id: 'a',
        text: 'Which one?',
        questions: [{ title: 'Database', options: ['SQLite', 'Postgres'] }],
      }),
    ).toMatchInlineSnapshot(`
      "Which one?

      ? Database
        ○ SQLite
        ○ Postgres"
    `);
  });

  it('an item of a kind from the future', () => {
    expect(show({ type: 'holographicNote', id: 'n', glow: true })).toMatchInlineSnapshot(`
      "? unrecognised item holographicNote
        │ {"type":"holographicNote","id":"n","glow":true}"
    `);
  });
});

describe('typedCommand', () => {
  it.each([
    ["/bin/bash -lc 'npm test'", 'npm test'],
    ['bash -lc ls', 'ls'],
    ['zsh -c "printf \'%s\' \\"a\\" \\$HOME"', 'printf \'%s\' "a" $HOME'],
    ["bash -lc 'a'\\''b'", "bash -lc 'a'\\''b'"],
    ['git status', 'git status'],
    ["/bin/bash -lc 'one\ntwo'", 'one\ntwo'],
  ])('%s', (logged, typed) => {
    expect(typedCommand(logged)).toBe(typed);
  });
});

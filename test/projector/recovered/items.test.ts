/** What becomes of the calls of each kind and version. */
import { beforeEach, describe, expect, it } from 'vitest';
import { bareRollout } from '../../../src/testing/index.js';
import type { JsonObject } from '../../../src/testing/json-object.js';
import { type HistoryLab, openHistoryLab } from '../../support/history-lab.js';
import {
  agentSays,
  call,
  compacted,
  customCall,
  customOutput,
  event,
  jsonOutput,
  linesOf,
  output,
  PATCH,
  response,
  sessionMeta,
  started,
  turnContext,
  userSays,
} from '../../support/recovered-lines.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

/** The recovered items of a turn in `/work` that holds these records, in the order of the log. */
async function recovered(...records: { type: string; payload: JsonObject }[]): Promise<JsonObject[]> {
  lab.clear();
  lab.write(linesOf([sessionMeta, userSays('go'), ...records]));
  await lab.project();
  return lab
    .rows()
    .items.filter(({ origin }) => origin === 'recovered')
    .map(({ item_json }) => JSON.parse(String(item_json)));
}

describe('a command', () => {
  it('of 2025 has its words, its folder, and what came of it', async () => {
    const given = { command: ['bash', '-lc', "grep -n 'a b' *.ts"], workdir: 'src', timeout_ms: 1000 };
    expect(await recovered(call('shell', given), output(jsonOutput('x.ts:1\n', 0, 0.25)))).toEqual([
      {
        type: 'commandExecution',
        id: 'call',
        pluginId: null,
        scriptPath: null,
        command: `bash -lc "grep -n 'a b' *.ts"`,
        cwd: '/work/src',
        processId: null,
        source: 'agent',
        status: 'completed',
        commandActions: [{ type: 'unknown', command: "grep -n 'a b' *.ts" }],
        aggregatedOutput: 'x.ts:1\n',
        exitCode: 0,
        durationMs: 250,
      },
    ]);
  });

  it.each<[string, string, JsonObject]>([
    [
      'JSON of a failure',
      jsonOutput('no\n', 3, 0),
      { status: 'failed', exitCode: 3, aggregatedOutput: 'no\n' },
    ],
    [
      'headed lines',
      'Exit code: 1\nWall time: 0.1 seconds\nTotal output lines: 9\nOutput:\nbad\n',
      { status: 'failed', exitCode: 1, durationMs: 100, aggregatedOutput: 'bad\n' },
    ],
    [
      'headed lines of unified exec',
      'Chunk ID: 50330a\nWall time: 0.0539 seconds\nProcess exited with code 0\nOriginal token count: 3\nOutput:\nok',
      { status: 'completed', exitCode: 0, durationMs: 54, aggregatedOutput: 'ok' },
    ],
    [
      'a sandbox’s refusal',
      'failed in sandbox MacosSeatbelt with execution error: sandbox denied exec error, exit code: 101, stdout: out, stderr: err\n',
      { status: 'failed', exitCode: 101, aggregatedOutput: 'out\nerr\n' },
    ],
    [
      'a timeout',
      'failed in sandbox None with execution error: command timed out',
      { status: 'failed', exitCode: null },
    ],
    ['a user’s refusal', 'exec command rejected by user', { status: 'declined', exitCode: null }],
    [
      'an abortion',
      'Wall time: 0.7 seconds\naborted by user',
      { status: 'failed', durationMs: 700, aggregatedOutput: 'aborted by user' },
    ],
    [
      'text of no known form',
      'hello\n',
      { status: 'completed', exitCode: null, aggregatedOutput: 'hello\n' },
    ],
    [
      'braces that are no JSON',
      '{hello',
      { status: 'completed', exitCode: null, aggregatedOutput: '{hello' },
    ],
  ])('ends as %s says', async (_, text, expected) => {
    const [item] = await recovered(call('shell', { command: ['ls'] }), output(text));
    expect(item).toMatchObject(expected);
  });

  it.each<[string, JsonObject, JsonObject]>([
    [
      'exec_command',
      { cmd: 'ls', workdir: '/x' },
      { command: 'ls', cwd: '/x', source: 'unifiedExecStartup' },
    ],
    ['exec_command', { cmd: 'ls', shell: '/bin/zsh' }, { command: '/bin/zsh -lc ls' }],
    ['shell_command', { command: 'ls -l' }, { command: 'ls -l', source: 'agent' }],
    ['container.exec', { command: ['ls', '-l'] }, { command: 'ls -l' }],
    ['shell', { command: ['env', 'TOKEN=abcdefgh12345678'] }, { command: "env 'TOKEN=[REDACTED_SECRET]'" }],
  ])('is recovered from %s %j', async (tool, given, expected) => {
    const [item] = await recovered(call(tool, given));
    expect(item).toMatchObject({ type: 'commandExecution', status: 'inProgress', ...expected });
  });

  it('of the local shell of older models is recovered too', async () => {
    const action = { type: 'exec', command: ['ls'], working_directory: '/x' };
    const items = await recovered(
      response({ type: 'local_shell_call', call_id: 'call', status: 'completed', action }),
      output('Exit code: 0\nWall time: 0 seconds\nOutput:\na\n'),
    );
    expect(items).toMatchObject([{ command: 'ls', cwd: '/x', exitCode: 0, aggregatedOutput: 'a\n' }]);
  });

  it('that goes on has all of its output, and ends when it does', async () => {
    const more = (n: string, end: string, text: string) =>
      output(`Chunk ID: a\nWall time: 0.2000 seconds\n${end}\nOutput:\n${text}`, n);
    const items = await recovered(
      call('exec_command', { cmd: 'serve' }, 'c1'),
      more('c1', 'Process running with session ID 7', 'one\n'),
      call('write_stdin', { session_id: 7, chars: '' }, 'c2'),
      more('c2', 'Process running with session ID 7', 'two\n'),
      call('write_stdin', { session_id: 7, chars: 'q' }, 'c3'),
      more('c3', 'Process exited with code 4', 'end\n'),
    );
    expect(items).toMatchObject([
      {
        id: 'c1',
        command: 'serve',
        processId: '7',
        status: 'failed',
        exitCode: 4,
        aggregatedOutput: 'one\ntwo\nend\n',
        durationMs: 600,
      },
      { id: 'c3', type: 'dynamicToolCall', tool: 'write_stdin', arguments: { session_id: 7, chars: 'q' } },
    ]);
  });

  it('gets its end from the event of older logs, which knows more', async () => {
    const end = {
      type: 'exec_command_end',
      call_id: 'call',
      turn_id: 'rollout-1',
      command: ['bash', '-lc', 'ls'],
      cwd: '/elsewhere',
      parsed_cmd: [{ type: 'list_files', cmd: 'ls', path: null }],
      aggregated_output: 'all of it\n',
      exit_code: 0,
      duration: { secs: 2, nanos: 0 },
      status: 'completed',
    };
    const items = await recovered(
      call('shell', { command: ['bash', '-lc', 'ls'] }),
      event(end),
      output(jsonOutput('[… cut …]')),
    );
    expect(items).toMatchObject([
      {
        cwd: '/elsewhere',
        commandActions: [{ type: 'listFiles', command: 'ls', path: null }],
        aggregatedOutput: 'all of it\n',
        durationMs: 2000,
      },
    ]);
  });

  it('that the user ran is recovered from the message that tells of it', async () => {
    const text =
      '<user_shell_command>\n<command>\nseq 2\n</command>\n<result>\nExit code: 0\nDuration: 0.0085 seconds\nOutput:\n1\n2\n\n</result>\n</user_shell_command>';
    const content = [{ type: 'input_text', text }];
    expect(await recovered(response({ type: 'message', role: 'user', content }))).toMatchObject([
      { id: 'recovered-2', command: 'seq 2', source: 'userShell', exitCode: 0, aggregatedOutput: '1\n2\n' },
    ]);
  });
});

describe('a patch', () => {
  const changes = [
    { path: '/work/a.txt', kind: { type: 'update', move_path: null }, diff: '@@\n one\n-two\n+TWO\n' },
  ];
  const success = jsonOutput('Success. Updated the following files:\nM a.txt\n');

  it.each([
    ['the patch tool', customCall('apply_patch', PATCH), customOutput(success)],
    ['a function', call('apply_patch', { input: PATCH }), output(success)],
    ['the words of a command', call('shell', { command: ['apply_patch', PATCH] }), output(success)],
    [
      'a here-document',
      call('shell', { command: ['bash', '-lc', `apply_patch <<'EOF'\n${PATCH}\nEOF\n`] }),
      output(success),
    ],
    [
      'a line of shell',
      call('exec_command', { cmd: `apply_patch <<EOF\n${PATCH}\nEOF` }),
      output('Wall time: 0.0 seconds\nOutput:\nExit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Up'),
    ],
  ])('that came through %s', async (_, called, answered) => {
    expect(await recovered(called, answered)).toEqual([
      { type: 'fileChange', id: 'call', changes, status: 'completed' },
    ]);
  });

  it('is applied where the command went first', async () => {
    const items = await recovered(
      call('shell', { command: ['bash', '-lc', `cd sub && apply_patch <<'EOF'\n${PATCH}\nEOF`] }),
    );
    expect(items).toMatchObject([{ changes: [{ path: '/work/sub/a.txt' }], status: 'inProgress' }]);
  });

  it('that is not all a command does is part of the command', async () => {
    const script = `apply_patch <<'EOF'\n${PATCH}\nEOF\nnpm test`;
    expect(await recovered(call('shell', { command: ['bash', '-lc', script] }))).toMatchObject([
      { type: 'commandExecution' },
    ]);
  });

  it('adds, deletes and moves', async () => {
    const text = [
      '*** Begin Patch',
      '*** Add File: z.txt',
      '+one',
      '+two',
      '*** Delete File: gone.txt',
      '*** Update File: /abs/old.txt',
      '*** Move to: /abs/new.txt',
      '@@ fn',
      '-a',
      '+b',
      '*** End of File',
      '*** End Patch',
    ].join('\n');
    const [item] = await recovered(customCall('apply_patch', text));
    expect(item?.changes).toEqual([
      {
        path: '/abs/old.txt',
        kind: { type: 'update', move_path: '/abs/new.txt' },
        diff: '@@ fn\n-a\n+b\n\n\nMoved to: /abs/new.txt',
      },
      { path: '/work/gone.txt', kind: { type: 'delete' }, diff: '' },
      { path: '/work/z.txt', kind: { type: 'add' }, diff: 'one\ntwo\n' },
    ]);
  });

  it.each([
    ['apply_patch verification failed: Failed to find expected lines in a.txt', 'failed'],
    ['patch rejected by user', 'declined'],
    [jsonOutput('', 1), 'failed'],
  ])('ends as %j says', async (text, status) => {
    expect(await recovered(customCall('apply_patch', PATCH), customOutput(text))).toMatchObject([{ status }]);
  });

  it('that is none is a call like others', async () => {
    const said = 'apply_patch verification failed: invalid patch';
    expect(await recovered(customCall('apply_patch', 'no patch'), customOutput(said))).toMatchObject([
      { type: 'dynamicToolCall', tool: 'apply_patch', arguments: 'no patch', status: 'failed' },
    ]);
  });
});

describe('other calls', () => {
  it('to MCP servers, by the name of the function or its namespace', async () => {
    const items = await recovered(
      call('docs__look_up', '{"n":12345678901234567890}', 'c1'),
      output('[{"type":"text","text":"found"}]', 'c1'),
      call('mcp__docs__look__up', {}, 'c2'),
      output('err: no such page', 'c2'),
      call('look', {}, 'c3', { namespace: 'mcp__docs' }),
      output(
        [
          { type: 'input_text', text: 'Wall time: 0.3044 seconds\nOutput:' },
          { type: 'input_text', text: 'a' },
        ],
        'c3',
      ),
    );
    expect(items).toMatchObject([
      {
        server: 'docs',
        tool: 'look_up',
        status: 'completed',
        result: { content: [{ type: 'text', text: 'found' }] },
      },
      {
        server: 'docs',
        tool: 'look__up',
        status: 'failed',
        error: { message: 'no such page' },
        result: null,
      },
      { server: 'docs', tool: 'look', durationMs: 304, result: { content: [{ type: 'text', text: 'a' }] } },
    ]);
    const [first] = lab.rows().items.filter(({ origin }) => origin === 'recovered');
    expect(first?.item_json).toContain('"arguments":{"n":12345678901234567890}');
  });

  it('of no kind of their own keep name, arguments and output', async () => {
    const plan = { explanation: 'why', plan: [{ step: 's', status: 'pending' }] };
    const items = await recovered(
      call('update_plan', plan, 'c1'),
      output('Plan updated', 'c1'),
      call('odd', 'no json', 'c2', { namespace: 'ns' }),
      output('unsupported call: odd', 'c2'),
      customCall('exec', 'text(1)', 'c3'),
    );
    expect(items).toMatchObject([
      {
        type: 'dynamicToolCall',
        tool: 'update_plan',
        arguments: plan,
        status: 'completed',
        contentItems: [{ type: 'inputText', text: 'Plan updated' }],
      },
      { namespace: 'ns', tool: 'odd', arguments: 'no json', status: 'failed' },
      { tool: 'exec', arguments: 'text(1)', status: 'inProgress', contentItems: null },
    ]);
  });

  it('of hosted tools are what came of them', async () => {
    const action = { type: 'find_in_page', url: 'https://a.test/', pattern: 'x' };
    const items = await recovered(
      response({ type: 'web_search_call', id: 'ws', status: 'completed', action }),
      response({ type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'tides' } }),
      response({ type: 'image_generation_call', id: 'ig', status: 'completed', result: 'QUJD' }),
    );
    expect(items).toMatchObject([
      { type: 'webSearch', id: 'ws', query: "'x' in https://a.test/", action: { type: 'findInPage' } },
      { type: 'webSearch', id: 'recovered-3', query: 'tides' },
      { type: 'imageGeneration', id: 'ig', result: 'QUJD' },
    ]);
  });

  it('without an id of their own are not told twice where events tell of such calls', async () => {
    const search = { type: 'search', query: 'tides' };
    const items = await recovered(
      event({ type: 'web_search_end', call_id: 'ws_1', query: 'tides', action: search }),
      response({ type: 'web_search_call', status: 'completed', action: search }),
    );
    expect(items).toEqual([]);
  });

  it('that looked at an image, or at none', async () => {
    const items = await recovered(
      call('view_image', { path: 'a.png' }, 'c1'),
      output([{ type: 'input_image', image_url: 'data:image/png;base64,QUJD' }], 'c1'),
      call('view_image', { path: 'b.png' }, 'c2'),
      output('unable to locate image at `/work/b.png`', 'c2'),
    );
    expect(items).toMatchObject([
      { type: 'imageView', id: 'c1', path: '/work/a.png' },
      { type: 'dynamicToolCall', id: 'c2', tool: 'view_image', status: 'failed' },
    ]);
  });

  it('whose call is not in the log are outputs', async () => {
    expect(await recovered(output('lost', 'c9'))).toEqual([
      { type: 'functionCallOutput', id: 'c9', name: 'unknown', namespace: null, output: 'lost' },
    ]);
  });
});

describe('the place of an item', () => {
  const rowsOf = () => lab.rows().items.map(({ turn_id, item_id, origin }) => [turn_id, item_id, origin]);

  it('is its call’s; its output is awaited in later turns, too', async () => {
    await recovered(call('shell', { command: ['ls'] }), userSays('next'), output(jsonOutput('late\n')));
    expect(rowsOf()).toEqual([
      ['rollout-1', 'item-1', 'canonical'],
      ['rollout-1', 'call', 'recovered'],
      ['rollout-3', 'item-2', 'canonical'],
    ]);
    expect(lab.rows().items[1]).toMatchObject({
      rollout_ordinal: 2,
      updated_at_ordinal: 4,
      started_at_ms: Date.UTC(2025, 8, 26, 17, 0, 2),
      completed_at_ms: Date.UTC(2025, 8, 26, 17, 0, 4),
    });
  });

  it('is the turn that the call names', async () => {
    const named = { internal_chat_message_metadata_passthrough: { turn_id: 'a' } };
    await recovered(started('a'), started('b'), call('shell', { command: ['ls'] }, 'call', named));
    expect(rowsOf().at(-1)).toEqual(['a', 'call', 'recovered']);
  });

  it('goes to the item that an event gives for the call, before or after', async () => {
    const end = event({
      type: 'patch_apply_end',
      call_id: 'call',
      turn_id: '',
      stdout: '',
      stderr: '',
      success: true,
      changes: { 'a.txt': { type: 'add', content: 'one\n' } },
      status: 'completed',
    });
    const called = customCall('apply_patch', PATCH);
    expect(await recovered(called, end, customOutput(jsonOutput('Success.')))).toEqual([]);
    expect(lab.rows().items.at(-1)).toMatchObject({
      item_id: 'call',
      rollout_ordinal: 3,
      origin: 'canonical',
    });
    expect(await recovered(end, called, customOutput(jsonOutput('Success.')))).toEqual([]);
    expect(lab.rows().items).toHaveLength(2);
  });

  it('makes no turn, and no summary', async () => {
    lab.write(linesOf([sessionMeta, call('shell', { command: ['ls'] })]));
    await lab.project();
    expect(lab.rows()).toMatchObject({ turns: [], items: [] });
    await recovered(turnContext('/x'), compacted([['user', 'lost']]));
    expect(lab.rows().turns).toMatchObject([{ first_user_item_id: 'item-1', final_agent_item_id: null }]);
  });
});

describe('a compaction', () => {
  it('gives back what nothing else in the log shows', async () => {
    const items = await recovered(
      agentSays('shown too'),
      compacted(
        [
          ['user', 'go'],
          ['user', 'lost one'],
          ['assistant', 'shown too'],
          ['user', '<environment_context>\n<cwd>/x</cwd>\n</environment_context>'],
          ['user', '# AGENTS.md instructions for /x'],
          ['user', 'Summary: all went well'],
          ['user', 'lost two'],
          ['user', 'lost one'],
        ],
        'all went well',
      ),
      compacted([['user', 'lost two']]),
    );
    expect(items).toMatchObject([
      {
        type: 'userMessage',
        id: 'recovered-3',
        content: [
          { type: 'text', text: 'lost one' },
          { type: 'text', text: 'lost two' },
        ],
      },
    ]);
  });

  it('knows a message again that it keeps without its middle', async () => {
    const long = `begin ${'x'.repeat(50)} end`;
    expect(
      await recovered(userSays(long), compacted([['user', 'begin xxx…12 tokens truncated…x end']])),
    ).toEqual([]);
  });

  it('gives back words of the agent where the user lost none', async () => {
    expect(
      await recovered(
        compacted([
          ['assistant', 'a'],
          ['assistant', 'b'],
        ]),
      ),
    ).toMatchObject([{ type: 'agentMessage', text: 'a\n\nb' }]);
  });
});

it('recovers the tool calls of files without envelope', async () => {
  const thread = bareRollout()
    .user('<environment_context>\n  <cwd>/repo</cwd>\n</environment_context>')
    .user('go')
    .shell('ls', { output: 'a\n' })
    .shell('false', { output: '', exitCode: 1 })
    .agent('done');
  lab.lay(thread);
  await lab.project(thread.threadId);
  const { items } = lab.rows(thread.threadId);
  expect(items.map(({ item_type, origin }) => [item_type, origin])).toEqual([
    ['userMessage', 'canonical'],
    ['commandExecution', 'recovered'],
    ['commandExecution', 'recovered'],
    ['agentMessage', 'canonical'],
  ]);
  expect(JSON.parse(String(items[1]?.item_json))).toMatchObject({
    command: 'bash -lc ls',
    cwd: '/repo',
    aggregatedOutput: 'a\n',
    exitCode: 0,
  });
  expect(items[1]).toMatchObject({ started_at_ms: null, completed_at_ms: null });
});

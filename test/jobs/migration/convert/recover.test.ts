import { describe, expect, test } from 'vitest';
import { toThreadItem } from '../../../../src/events/to-thread-item/to-thread-item.js';
import { wordsOfLine } from '../../../../src/jobs/migration/convert/recover/shell-words.js';
import { convertRecords, outline } from '../../../support/conversion-lab.js';
import { agentMessage, patchEnd, taskComplete, taskStarted } from '../../../support/legacy-records.js';
import { item } from '../../../support/model-context-records.js';

const call = (id: string, name: string, args: unknown) =>
  item({ type: 'function_call', name, arguments: JSON.stringify(args), call_id: id });
const output = (id: string, text: string) =>
  item({ type: 'function_call_output', call_id: id, output: text });

const recovered = (...records: Parameters<typeof convertRecords>[0]) =>
  convertRecords(records, { recover: true }).records;

const itemsOf = (records: ReturnType<typeof recovered>) =>
  records.flatMap(({ type, payload }) =>
    type === 'event_msg' && payload.type === 'item_completed' ? [payload] : [],
  );

describe('recovered items', () => {
  test('are left out unless asked for', () => {
    const records = [taskStarted('t'), call('c', 'shell', { command: ['ls'] }), output('c', 'a')];
    expect(itemsOf(convertRecords(records).records)).toEqual([]);
    expect(itemsOf(recovered(...records))).toHaveLength(1);
  });

  test('a command with its output is one line, where the output is, and says when it began', () => {
    const records = recovered(
      taskStarted('t'),
      call('c', 'shell', { command: ['echo', 'hello world'], workdir: '/repo/src' }),
      agentMessage('meanwhile'),
      output(
        'c',
        JSON.stringify({ output: 'hello world\n', metadata: { exit_code: 0, duration_seconds: 0.5 } }),
      ),
      taskComplete('t'),
    );
    expect(outline(records)).toEqual([
      't begins',
      'response_item',
      't: AgentMessage item-1',
      'response_item',
      't: CommandExecution c',
      't ends',
    ]);
    const [, command] = itemsOf(records);
    expect(command).toMatchObject({
      started_at_ms: Date.UTC(2026, 2, 1, 10, 0, 2),
      completed_at_ms: Date.UTC(2026, 2, 1, 10, 0, 4),
    });
    expect(command && toThreadItem(command.item)).toMatchObject({
      type: 'commandExecution',
      command: "echo 'hello world'",
      cwd: '/repo/src',
      status: 'completed',
      aggregatedOutput: 'hello world\n',
      exitCode: 0,
      durationMs: 500,
    });
  });

  test('an event that tells all takes their place', () => {
    const patch = '*** Begin Patch\n*** Add File: a.txt\n+x\n*** End Patch';
    const records = recovered(
      taskStarted('t'),
      call('c', 'apply_patch', { input: patch }),
      patchEnd('c', 't'),
      output('c', 'Success.'),
    );
    expect(outline(records).filter((line) => line.startsWith('t:'))).toEqual(['t: FileChange c']);
  });

  test('a call that never got an output is written at the end, as it stands', () => {
    const records = recovered(taskStarted('t'), call('c', 'unknown_tool', { x: 1 }), agentMessage('a'));
    expect(outline(records).at(-1)).toBe('t: DynamicToolCall c');
    expect(itemsOf(records).at(-1)).toMatchObject({ item: { status: 'in_progress' }, completed_at_ms: 0 });
  });

  test('arguments that no line may hold as numbers are kept as text', () => {
    const records = recovered(
      taskStarted('t'),
      item({ type: 'function_call', name: 'x', arguments: '{"n":18446744073709551616}', call_id: 'c' }),
      output('c', 'done'),
    );
    expect(itemsOf(records)[0]?.item).toMatchObject({ arguments: '{"n":18446744073709551616}' });
  });

  test('what belongs to no turn is left out', () => {
    expect(itemsOf(recovered(call('c', 'shell', { command: ['ls'] }), output('c', 'a')))).toEqual([]);
  });
});

describe('a command line as words', () => {
  test.each([
    ['ls -la', ['ls', '-la']],
    ["echo 'hello world'", ['echo', 'hello world']],
    ['echo "it\'s"', ['echo', "it's"]],
    ['ls | grep x', ['/bin/bash', '-lc', 'ls | grep x']],
    ['', ['/bin/bash', '-lc', '']],
  ])('%s', (line, words) => {
    expect(wordsOfLine(line)).toEqual(words);
  });
});

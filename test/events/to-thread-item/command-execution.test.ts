import { describe, expect, it } from 'vitest';
import { threadItemJson } from '../../support/thread-item-json.js';

const command = {
  type: 'CommandExecution',
  id: 'c',
  command: ['/bin/bash', '-lc', 'npm test'],
  cwd: 'file:///w',
  parsed_cmd: [] as object[],
  source: 'agent',
  status: 'completed',
};
const shown = (fields: object) => JSON.parse(threadItemJson({ ...command, ...fields }));
const actions = (...parsed_cmd: object[]) => shown({ parsed_cmd }).commandActions;

describe('a command', () => {
  it('shows null for all that is not known', () => {
    expect(threadItemJson(command)).toBe(
      `{"type":"commandExecution","id":"c","pluginId":null,"scriptPath":null,"command":"/bin/bash -lc 'npm test'","cwd":"/w","processId":null,"source":"agent","status":"completed","commandActions":[],"aggregatedOutput":null,"exitCode":null,"durationMs":null}`,
    );
  });

  it('shows all that is known', () => {
    expect(
      threadItemJson({
        ...command,
        plugin_id: 'p',
        script_path: 's',
        process_id: '7',
        source: 'unified_exec_startup',
        status: 'in_progress',
        interaction_input: 'not shown',
        parsed_cmd: [{ type: 'read', cmd: 'cat x', name: 'x', path: 'x' }],
        aggregated_output: 'out',
        exit_code: -1,
        duration: { secs: 1, nanos: 999_999_999 },
      }),
    ).toBe(
      `{"type":"commandExecution","id":"c","pluginId":"p","scriptPath":"s","command":"/bin/bash -lc 'npm test'","cwd":"/w","processId":"7","source":"unifiedExecStartup","status":"inProgress",` +
        `"commandActions":[{"type":"read","command":"cat x","name":"x","path":"/w/x"}],"aggregatedOutput":"out","exitCode":-1,"durationMs":1999}`,
    );
  });

  it('counts empty output as none, but no time at all as a time', () => {
    expect(shown({ aggregated_output: '', duration: { secs: 0, nanos: 999_999 } })).toMatchObject({
      aggregatedOutput: null,
      durationMs: 0,
    });
  });

  it('shows no duration that is too long to be counted', () => {
    expect(shown({ duration: { secs: 10_000_000_000_000_000, nanos: 0 } })).toMatchObject({
      durationMs: null,
    });
  });

  it('shows what its steps do', () => {
    expect(
      actions(
        { type: 'list_files', cmd: 'ls' },
        { type: 'list_files', cmd: 'ls y', path: 'y' },
        { type: 'search', cmd: 'rg q', query: 'q', path: 'src' },
        { type: 'search', cmd: 'rg' },
        { type: 'unknown', cmd: 'make' },
      ),
    ).toEqual([
      { type: 'listFiles', command: 'ls', path: null },
      { type: 'listFiles', command: 'ls y', path: 'y' },
      { type: 'search', command: 'rg q', query: 'q', path: 'src' },
      { type: 'search', command: 'rg', query: null, path: null },
      { type: 'unknown', command: 'make' },
    ]);
  });

  it('leaves out a read whose path cannot be resolved', () => {
    expect(
      actions({ type: 'read', cmd: 'c', name: 'n', path: 'a\0b' }, { type: 'unknown', cmd: 'make' }),
    ).toEqual([{ type: 'unknown', command: 'make' }]);
  });

  it('blots secrets out of the command line, its steps and what it searches for, but not out of its output', () => {
    const secret = 'token=abcdefgh';
    const blotted = 'token=[REDACTED_SECRET]';
    expect(
      shown({
        command: ['echo', `${secret} x`],
        parsed_cmd: [{ type: 'search', cmd: secret, query: secret, path: secret }],
        aggregated_output: secret,
      }),
    ).toMatchObject({
      command: `echo '${blotted} x'`,
      commandActions: [{ type: 'search', command: blotted, query: blotted, path: secret }],
      aggregatedOutput: secret,
    });
  });
});

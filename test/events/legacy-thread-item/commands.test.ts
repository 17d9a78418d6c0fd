import { describe, expect, it } from 'vitest';
import * as exec from '../../../src/events/event-msg/exec-command.js';
import { GuardianAssessment } from '../../../src/events/event-msg/guardian-assessment.js';
import * as execItems from '../../../src/events/legacy-thread-item/exec-command.js';
import { guardianAssessmentItem } from '../../../src/events/legacy-thread-item/guardian-assessment.js';

describe('commands', () => {
  const command = {
    call_id: 'c',
    turn_id: 't',
    command: ['echo', 'hello world'],
    cwd: '/w',
    parsed_cmd: [{ type: 'unknown', cmd: 'echo' }],
    plugin_id: 'p',
  };

  it('begin in progress, with no outcome', () => {
    const event = exec.ExecCommandBegin.parse({ type: 'exec_command_begin', ...command });
    expect(execItems.execCommandBeginItem(event)).toMatchObject({
      id: 'c',
      command: "echo 'hello world'",
      pluginId: 'p',
      source: 'agent',
      status: 'inProgress',
      aggregatedOutput: null,
      exitCode: null,
      durationMs: null,
    });
  });

  it('end with code and duration, even when they never ran', () => {
    const event = exec.ExecCommandEnd.parse({
      type: 'exec_command_end',
      ...command,
      stdout: 'not shown',
      exit_code: -1,
      duration: { secs: 0, nanos: 0 },
      status: 'declined',
    });
    expect(execItems.execCommandEndItem(event)).toMatchObject({
      status: 'declined',
      aggregatedOutput: null,
      exitCode: -1,
      durationMs: 0,
    });
  });
});

describe('guardian assessments', () => {
  const command = { type: 'command', source: 'shell', command: 'echo token=abcdefgh', cwd: '/w' };
  const item = (fields: object) =>
    guardianAssessmentItem(
      GuardianAssessment.parse({
        type: 'guardian_assessment',
        id: 'g',
        target_item_id: 'c',
        status: 'in_progress',
        action: command,
        ...fields,
      }),
    );

  it.each([
    ['in_progress', 'inProgress'],
    ['denied', 'declined'],
    ['aborted', 'declined'],
    ['timed_out', 'failed'],
  ])('%s show the command as %s, as it was written', (status, shown) => {
    expect(item({ status })).toMatchObject({
      id: 'c',
      command: command.command,
      cwd: '/w',
      status: shown,
      commandActions: [{ type: 'unknown', command: command.command }],
    });
  });

  it('show the program in place of the first argument', () => {
    const action = {
      type: 'execve',
      source: 'shell',
      program: '/bin/ls',
      argv: ['ls', '-l', 'a b'],
      cwd: '/w',
    };
    expect(item({ action })).toMatchObject({ command: "/bin/ls -l 'a b'" });
    expect(item({ action: { ...action, argv: [] } })).toMatchObject({ command: '/bin/ls' });
  });

  it.each<[string, object]>([
    ['an approval', { status: 'approved' }],
    ['an assessment of no item', { target_item_id: null }],
    ['an assessment of another action', { action: { type: 'network_access' } }],
  ])('show nothing for %s', (_, fields) => {
    expect(item(fields)).toBeNull();
  });
});

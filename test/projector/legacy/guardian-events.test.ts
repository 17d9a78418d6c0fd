import { describe, test } from 'vitest';
import { event, taskStarted, userMessage } from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('guardian assessments (legacy-history §4)', () => {
  const guardian = (status: string, fields: object) =>
    event('guardian_assessment', {
      id: `review-${status}`,
      target_item_id: 'exec-1',
      turn_id: 'turn-1',
      started_at_ms: 1,
      status,
      ...fields,
    });

  test('reconstructs_declined_guardian_command_item', () => {
    const action = { type: 'command', source: 'shell', command: 'rm -rf /tmp/guardian', cwd: '/repo' };
    legacySpec()
      .given(taskStarted('turn-1'), userMessage('delete it'))
      .given(guardian('in_progress', { action }), guardian('denied', { action, completed_at_ms: 2 }))
      .thenTurns([
        {
          items: [
            { type: 'userMessage' },
            {
              type: 'commandExecution',
              id: 'exec-1',
              command: 'rm -rf /tmp/guardian',
              cwd: '/repo',
              processId: null,
              source: 'agent',
              status: 'declined',
              commandActions: [{ type: 'unknown', command: 'rm -rf /tmp/guardian' }],
              aggregatedOutput: null,
              exitCode: null,
              durationMs: null,
            },
          ],
        },
      ]);
  });

  test('reconstructs_in_progress_guardian_execve_item', () => {
    const action = {
      type: 'execve',
      source: 'shell',
      program: '/bin/rm',
      argv: ['/usr/bin/rm', '-f', '/tmp/file.sqlite'],
      cwd: '/repo',
    };
    legacySpec()
      .given(taskStarted('turn-1'), guardian('in_progress', { action }))
      .thenTurns([
        { items: [{ id: 'exec-1', status: 'inProgress', command: '/bin/rm -f /tmp/file.sqlite' }] },
      ]);
  });

  test('a guardian assessment shows nothing when approved, without a target, or of another action', () => {
    const action = { type: 'command', source: 'shell', command: 'ls', cwd: '/repo' };
    legacySpec()
      .given(taskStarted('turn-1'))
      .when(
        guardian('approved', { action }),
        guardian('denied', { action, target_item_id: null }),
        guardian('denied', { action: { type: 'apply_patch', cwd: '/repo', files: ['/repo/a'] } }),
      )
      .thenChanges([]);
  });
});

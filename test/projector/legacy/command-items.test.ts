import { describe, test } from 'vitest';
import { execBegin, execEnd, itemCompleted, taskStarted } from '../../support/legacy-records.js';
import { legacySpec } from '../../support/legacy-spec.js';

describe('commands across several records (legacy-history §4)', () => {
  test('preserves_command_plugin_id_and_redacts_secrets_across_legacy_upsert', () => {
    const secret = "curl -H 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz'";
    const plugin = {
      plugin_id: 'tools@market',
      script_path: 'scripts/fetch.sh',
      command: ['curl', '-H', 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz'],
      parsed_cmd: [{ type: 'unknown', cmd: secret }],
    };
    const item = {
      type: 'CommandExecution',
      id: 'exec-1',
      cwd: '/repo',
      source: 'agent',
      status: 'completed',
      aggregated_output: 'ok',
      exit_code: 0,
      ...plugin,
    };
    const shown = {
      id: 'exec-1',
      pluginId: 'tools@market',
      scriptPath: 'scripts/fetch.sh',
      command: "curl -H 'Authorization: Bearer [REDACTED_SECRET]'",
      commandActions: [{ type: 'unknown', command: "curl -H 'Authorization: Bearer [REDACTED_SECRET]'" }],
    };
    legacySpec()
      .given(taskStarted('turn-1'), execBegin('exec-1', 'turn-1', plugin))
      .thenTurns([{ items: [{ ...shown, status: 'inProgress' }] }])
      .given(itemCompleted('turn-1', item))
      .thenTurns([{ items: [{ ...shown, status: 'completed' }] }])
      .given(execEnd('exec-1', 'turn-1', plugin))
      .thenTurns([{ items: [{ ...shown, status: 'completed' }] }]);
  });

  test('a later event without the plugin id erases it', () => {
    legacySpec()
      .given(taskStarted('turn-1'), execBegin('exec-1', 'turn-1', { plugin_id: 'tools@market' }))
      .given(execEnd('exec-1', 'turn-1'))
      .thenTurns([{ items: [{ id: 'exec-1', pluginId: null }] }]);
  });
});

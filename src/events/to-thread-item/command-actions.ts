/**
 * What the steps of a shell command do, for readers.
 */
import type { CommandAction } from '../thread-item/command-execution.js';
import type { ParsedCommand } from '../value/parsed-command.js';
import { resolveNativePath } from './native-path.js';
import { redactSecrets } from './redact-secrets.js';

/**
 * Secrets are blotted out of commands and search queries. The path of a `read` is made absolute; a `read` whose path cannot be is
 * left out.
 *
 * @param cwd native path of the working directory.
 * Source: spec turn-items §4.
 */
export function commandActions(steps: readonly ParsedCommand[], cwd: string): CommandAction[] {
  const actions: CommandAction[] = [];
  for (const step of steps) {
    const command = redactSecrets(step.cmd);
    switch (step.type) {
      case 'read': {
        const path = resolveNativePath(cwd, step.path);
        if (path !== null) actions.push({ type: 'read', command, name: step.name, path });
        break;
      }
      case 'list_files':
        actions.push({ type: 'listFiles', command, path: step.path ?? null });
        break;
      case 'search': {
        const query = typeof step.query === 'string' ? redactSecrets(step.query) : null;
        actions.push({ type: 'search', command, query, path: step.path ?? null });
        break;
      }
      case 'unknown':
        actions.push({ type: 'unknown', command });
        break;
    }
  }
  return actions;
}

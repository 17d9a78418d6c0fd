/**
 * Commands that the guardian looked at before they ran, from its legacy event.
 */
import type { GuardianAssessment } from '../event-msg/guardian-assessment.js';
import type { CommandExecutionStatus, CommandExecutionThreadItem } from '../thread-item/command-execution.js';
import { reviewedCommandOf } from '../to-thread-item/command-execution.js';
import { nativePath } from '../to-thread-item/native-path.js';
import { redactSecrets } from '../to-thread-item/redact-secrets.js';
import { shellJoin } from '../to-thread-item/shell-join.js';

/** Null for an approval: the command's own events follow and tell the rest. */
function statusOf(assessment: GuardianAssessment['status']): CommandExecutionStatus | null {
  switch (assessment) {
    case 'in_progress':
      return 'inProgress';
    case 'approved':
      return null;
    case 'denied':
    case 'aborted':
      return 'declined';
    case 'timed_out':
      return 'failed';
  }
}

/** The command line; null for actions that are no commands. A `command` is taken as it is, secrets included. */
function commandLineOf(action: GuardianAssessment['action']): string | null {
  if (action.type === 'command') return action.command;
  if (action.type === 'execve') {
    return redactSecrets(shellJoin([action.program, ...action.argv.slice(1)]));
  }
  return null;
}

/**
 * The item of an assessed command; null where readers see none: an approval, another kind of action, or no item to attach it to. The
 * steps of the command are not parsed; it is shown as one step of unknown kind.
 *
 * Source: spec legacy-history §4.
 */
export function guardianAssessmentItem(event: GuardianAssessment): CommandExecutionThreadItem | null {
  const status = statusOf(event.status);
  const command = commandLineOf(event.action);
  if (status === null || command === null || typeof event.target_item_id !== 'string') return null;
  const { cwd } = event.action;
  return reviewedCommandOf({
    id: event.target_item_id,
    pluginId: event.plugin_id ?? null,
    scriptPath: event.script_path ?? null,
    command,
    cwd: typeof cwd === 'string' ? nativePath(cwd) : '',
    status,
    commandActions: [{ type: 'unknown', command }],
  });
}

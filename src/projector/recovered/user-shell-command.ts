/** Commands that the user ran himself: a legacy log has them only as a message to the model. */
import type { CommandExecutionThreadItem } from '../../events/thread-item/command-execution.js';
import { beganCommand, endedCommand } from './command-item.js';
import { readCommandResult } from './command-output.js';

const MESSAGE =
  /^\s*<user_shell_command>\s*<command>\n?([\s\S]*?)\n?<\/command>\s*<result>\n?([\s\S]*?)\n?<\/result>\s*<\/user_shell_command>\s*$/;

/** The command that a message of the user tells of; null for every other message. */
export function readUserShellCommand(
  id: string,
  text: string,
  folder: string,
): CommandExecutionThreadItem | null {
  if (!text.includes('<user_shell_command>')) return null;
  const [, command, result] = MESSAGE.exec(text) ?? [];
  if (command === undefined || result === undefined) return null;
  const call = { words: null, script: command, line: command, folder: null, source: 'userShell' as const };
  return endedCommand(beganCommand(id, call, folder), readCommandResult(result));
}

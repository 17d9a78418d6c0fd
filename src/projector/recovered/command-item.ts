/** Items of commands, out of what was asked and what came back. */
import type { CommandExecutionThreadItem } from '../../events/thread-item/command-execution.js';
import { resolveNativePath } from '../../events/to-thread-item/native-path.js';
import { redactSecrets } from '../../events/to-thread-item/redact-secrets.js';
import type { CommandCall } from './command-call.js';
import type { CommandResult } from './command-output.js';

/**
 * The item of a command that has no result yet. What its steps do is not in the log: they are one that is not known.
 *
 * @param folder native path of the command's folder; '' where it is not known
 */
export function beganCommand(
  id: string,
  { line, script, source }: CommandCall,
  folder: string,
): CommandExecutionThreadItem {
  const command = redactSecrets(line);
  return {
    type: 'commandExecution',
    id,
    pluginId: null,
    scriptPath: null,
    command,
    cwd: folder,
    processId: null,
    source,
    status: 'inProgress',
    commandActions: [{ type: 'unknown', command: script === line ? command : redactSecrets(script) }],
    aggregatedOutput: null,
    exitCode: null,
    durationMs: null,
  };
}

/** The folder that a command runs in, where it or the turn's own folder is known; else ''. */
export function commandFolder({ folder }: CommandCall, turnFolder: string | null): string {
  if (folder === null) return turnFolder ?? '';
  return turnFolder === null ? folder : (resolveNativePath(turnFolder, folder) ?? folder);
}

/** The item with a result, or with one more part of it: outputs and times add up. */
export function endedCommand(
  item: CommandExecutionThreadItem,
  { output, exitCode, durationMs, session, status }: CommandResult,
): CommandExecutionThreadItem {
  const took = durationMs === null ? item.durationMs : (item.durationMs ?? 0) + durationMs;
  return {
    ...item,
    processId: item.processId ?? session,
    status,
    aggregatedOutput: `${item.aggregatedOutput ?? ''}${output}` || null,
    exitCode,
    durationMs: took,
  };
}

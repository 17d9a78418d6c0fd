/**
 * Shell commands from their legacy events.
 */
import type { ExecCommandBegin, ExecCommandEnd } from '../event-msg/exec-command.js';
import type { CommandExecutionThreadItem } from '../thread-item/command-execution.js';
import { type CommandFacts, commandExecutionOf } from '../to-thread-item/command-execution.js';

type SharedFacts = Omit<CommandFacts, 'status' | 'aggregated_output' | 'exit_code' | 'duration'>;

function sharedFacts(event: ExecCommandBegin | ExecCommandEnd): SharedFacts {
  const { call_id: id, plugin_id, script_path, process_id, command, cwd, parsed_cmd, source } = event;
  return { id, plugin_id, script_path, process_id, command, cwd, parsed_cmd, source };
}

/** spec: legacy-history §4. */
export function execCommandBeginItem(event: ExecCommandBegin): CommandExecutionThreadItem {
  return commandExecutionOf({ ...sharedFacts(event), status: 'in_progress' });
}

/** spec: legacy-history §4. Exit code and duration are always there, the code of a declined command is -1. */
export function execCommandEndItem(event: ExecCommandEnd): CommandExecutionThreadItem {
  const { status, aggregated_output, exit_code, duration } = event;
  return commandExecutionOf({ ...sharedFacts(event), status, aggregated_output, exit_code, duration });
}

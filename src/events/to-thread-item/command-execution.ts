/**
 * Shell commands for readers.
 */
import type {
  CommandAction,
  CommandExecutionSource,
  CommandExecutionStatus,
  CommandExecutionThreadItem,
} from '../thread-item/command-execution.js';
import type { CommandStatus } from '../turn-item/command-execution.js';
import type { CommandSource } from '../value/command-source.js';
import type { Duration } from '../value/duration.js';
import type { ParsedCommand } from '../value/parsed-command.js';
import { commandActions } from './command-actions.js';
import { durationMs } from './duration-ms.js';
import { nativePath } from './native-path.js';
import { redactSecrets } from './redact-secrets.js';
import { shellJoin } from './shell-join.js';

/** What canonical items and legacy events both say of a command. */
export interface CommandFacts {
  readonly id: string;
  readonly plugin_id?: string | null | undefined;
  readonly script_path?: string | null | undefined;
  readonly process_id?: string | null | undefined;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly parsed_cmd: readonly ParsedCommand[];
  readonly source: CommandSource;
  readonly status: CommandStatus;
  readonly aggregated_output?: string | null | undefined;
  readonly exit_code?: number | null | undefined;
  readonly duration?: Duration | null | undefined;
}

const SOURCES: Readonly<Record<CommandSource, CommandExecutionSource>> = {
  agent: 'agent',
  user_shell: 'userShell',
  unified_exec_startup: 'unifiedExecStartup',
  unified_exec_interaction: 'unifiedExecInteraction',
};

const STATUSES: Readonly<Record<CommandStatus, CommandExecutionStatus>> = {
  in_progress: 'inProgress',
  completed: 'completed',
  failed: 'failed',
  declined: 'declined',
};

/** A command as readers see it. Its input while it ran is not shown, and an empty output counts as none (spec: turn-items §4). */
export function commandExecutionOf(facts: CommandFacts): CommandExecutionThreadItem {
  const cwd = nativePath(facts.cwd);
  return {
    type: 'commandExecution',
    id: facts.id,
    pluginId: facts.plugin_id ?? null,
    scriptPath: facts.script_path ?? null,
    command: redactSecrets(shellJoin(facts.command)),
    cwd,
    processId: facts.process_id ?? null,
    source: SOURCES[facts.source],
    status: STATUSES[facts.status],
    commandActions: commandActions(facts.parsed_cmd, cwd),
    aggregatedOutput: facts.aggregated_output || null,
    exitCode: facts.exit_code ?? null,
    durationMs: durationMs(facts.duration),
  };
}

/** What is known of a command that a reviewer was asked about before it ran. */
export interface ReviewedCommand {
  readonly id: string;
  readonly pluginId: string | null;
  readonly scriptPath: string | null;
  readonly command: string;
  readonly cwd: string;
  readonly status: CommandExecutionStatus;
  readonly commandActions: CommandAction[];
}

/** A command that has not run, or never will: no process, no output. */
export function reviewedCommandOf(facts: ReviewedCommand): CommandExecutionThreadItem {
  return {
    type: 'commandExecution',
    id: facts.id,
    pluginId: facts.pluginId,
    scriptPath: facts.scriptPath,
    command: facts.command,
    cwd: facts.cwd,
    processId: null,
    source: 'agent',
    status: facts.status,
    commandActions: facts.commandActions,
    aggregatedOutput: null,
    exitCode: null,
    durationMs: null,
  };
}

/**
 * The canonical item of a shell command.
 */
import { z } from 'zod';
import { CommandSource } from '../value/command-source.js';
import { Duration } from '../value/duration.js';
import { ParsedCommand } from '../value/parsed-command.js';
import { PathUri } from '../value/path-uri.js';

/** How a command stands, as the log names it; `declined` means that it never ran. */
export const CommandStatus = z.enum(['in_progress', 'completed', 'failed', 'declined']);
export type CommandStatus = z.infer<typeof CommandStatus>;

/** spec: turn-items §2. `command` is the argument vector; the output is both streams in order of arrival. */
export const CommandExecutionItem = z.looseObject({
  type: z.literal('CommandExecution'),
  id: z.string(),
  plugin_id: z.string().nullish(),
  script_path: z.string().nullish(),
  process_id: z.string().nullish(),
  command: z.array(z.string()),
  cwd: PathUri,
  parsed_cmd: z.array(ParsedCommand),
  source: CommandSource,
  interaction_input: z.string().nullish(),
  status: CommandStatus,
  aggregated_output: z.string().nullish(),
  exit_code: z.int32().nullish(),
  duration: Duration.nullish(),
});
export type CommandExecutionItem = z.infer<typeof CommandExecutionItem>;

/**
 * Shell commands as older legacy rollouts keep them. Versions that write canonical items keep none of these.
 */
import { z } from 'zod';
import { CommandSource } from '../value/command-source.js';
import { Duration } from '../value/duration.js';
import { Int } from '../value/integer.js';
import { ParsedCommand } from '../value/parsed-command.js';
import { PatchStatus } from '../value/patch-status.js';
import { PathUri } from '../value/path-uri.js';

const Common = {
  call_id: z.string(),
  turn_id: z.string(),
  command: z.array(z.string()),
  cwd: PathUri,
  parsed_cmd: z.array(ParsedCommand),
  source: CommandSource.default('agent'),
  plugin_id: z.string().nullish(),
  script_path: z.string().nullish(),
  process_id: z.string().nullish(),
  interaction_input: z.string().nullish(),
};

/** Times in unix milliseconds, 0 when unknown (spec: legacy-event-shapes, Commands). */
export const ExecCommandBegin = z.looseObject({
  type: z.literal('exec_command_begin'),
  ...Common,
  started_at_ms: Int.default(0),
});
export type ExecCommandBegin = z.infer<typeof ExecCommandBegin>;

/** A command ends with the same words as a patch. */
export const ExecCommandEnd = z.looseObject({
  type: z.literal('exec_command_end'),
  ...Common,
  completed_at_ms: Int.default(0),
  aggregated_output: z.string().default(''),
  exit_code: Int,
  duration: Duration,
  status: PatchStatus,
});
export type ExecCommandEnd = z.infer<typeof ExecCommandEnd>;

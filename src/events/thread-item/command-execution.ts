/**
 * A shell command, as readers see it.
 */
import { z } from 'zod';
import { Int } from '../value/integer.js';

/** What one step of the command does. Only the path of a `read` is absolute. */
export const CommandAction = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('read'), command: z.string(), name: z.string(), path: z.string() }),
  z.looseObject({
    type: z.literal('listFiles'),
    command: z.string(),
    path: z.string().nullable().default(null),
  }),
  z.looseObject({
    type: z.literal('search'),
    command: z.string(),
    query: z.string().nullable().default(null),
    path: z.string().nullable().default(null),
  }),
  z.looseObject({ type: z.literal('unknown'), command: z.string() }),
]);
export type CommandAction = z.infer<typeof CommandAction>;

export const CommandExecutionStatus = z.enum(['inProgress', 'completed', 'failed', 'declined']);
export type CommandExecutionStatus = z.infer<typeof CommandExecutionStatus>;

export const CommandExecutionSource = z.enum([
  'agent',
  'userShell',
  'unifiedExecStartup',
  'unifiedExecInteraction',
]);
export type CommandExecutionSource = z.infer<typeof CommandExecutionSource>;

/** spec: turn-items §3. `command` is one line with secrets blotted out, `cwd` a native path, `durationMs` whole milliseconds. */
export const CommandExecutionThreadItem = z.looseObject({
  type: z.literal('commandExecution'),
  id: z.string(),
  pluginId: z.string().nullable().default(null),
  scriptPath: z.string().nullable().default(null),
  command: z.string(),
  cwd: z.string(),
  processId: z.string().nullable().default(null),
  source: CommandExecutionSource.default('agent'),
  status: CommandExecutionStatus,
  commandActions: z.array(CommandAction),
  aggregatedOutput: z.string().nullable().default(null),
  exitCode: Int.nullable().default(null),
  durationMs: Int.nullable().default(null),
});
export type CommandExecutionThreadItem = z.infer<typeof CommandExecutionThreadItem>;

/**
 * A shell command (spec: turn-items §2, CommandExecution; legacy-event-shapes, commands).
 */
import { pathToFileURL } from 'node:url';
import { withoutAbsent } from '../json-object.js';
import type { TurnDraft } from './turn-draft.js';
import { duration, writeToolCall } from './write-tool-call.js';

export type ParsedCommand =
  | { type: 'read'; cmd: string; name: string; path: string }
  | { type: 'list_files'; cmd: string; path: string | null }
  | { type: 'search'; cmd: string; query: string | null; path: string | null }
  | { type: 'unknown'; cmd: string };

export interface CommandOptions {
  /** Text handed to the shell. */
  command: string;
  output?: string;
  exitCode?: number;
  durationMs?: number;
  /** Default: the thread's. */
  cwd?: string;
  /** Default: one `unknown`. */
  parsed?: readonly ParsedCommand[];
  /** Default: by exit code. */
  status?: 'completed' | 'failed' | 'declined';
}

const SOURCE = 'unified_exec_startup';

export function writeCommand(turn: TurnDraft, options: CommandOptions): void {
  const { draft, turnId } = turn;
  const { command, output = '', exitCode = 0, durationMs = 240, cwd = draft.cwd } = options;
  const parsed = options.parsed ?? [{ type: 'unknown', cmd: command }];
  const status = options.status ?? (exitCode === 0 ? 'completed' : 'failed');
  const processId = String(10_000 + draft.ids.pick(80_000));
  const argv = ['/bin/bash', '-lc', command];

  writeToolCall(turn, {
    call: { name: 'exec_command', arguments: { cmd: command, yield_time_ms: 10_000 } },
    durationMs,
    finish: ({ callId, completedAtMs }) => ({
      item: {
        type: 'CommandExecution',
        id: callId,
        process_id: processId,
        command: argv,
        cwd: pathToFileURL(cwd).href,
        parsed_cmd: parsed,
        source: SOURCE,
        status,
        aggregated_output: output,
        exit_code: exitCode,
        duration: duration(durationMs),
      },
      legacy: draft.legacyCommands
        ? [
            withoutAbsent({
              type: 'exec_command_end',
              call_id: callId,
              process_id: processId,
              turn_id: turnId,
              completed_at_ms: completedAtMs,
              command: argv,
              cwd,
              parsed_cmd: parsed,
              source: SOURCE,
              stdout: output,
              stderr: '',
              aggregated_output: output,
              exit_code: exitCode,
              duration: duration(durationMs),
              formatted_output: output,
              status,
            }),
          ]
        : [],
    }),
    output: modelOutput(draft.ids.token('chunk').slice(6, 12), { output, exitCode, durationMs }),
  });
}

/** The text in which the model gets a command's result. */
export function modelOutput(
  chunkId: string,
  { output, exitCode, durationMs }: { output: string; exitCode: number; durationMs: number },
): string {
  return (
    `Chunk ID: ${chunkId}\nWall time: ${(durationMs / 1000).toFixed(4)} seconds\n` +
    `Process exited with code ${exitCode}\nOriginal token count: ${Math.ceil(output.length / 4)}\nOutput:\n${output}`
  );
}

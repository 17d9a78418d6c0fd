/** What all commands that read history share: service and output are opened as the options say, and closed whatever happens. */
import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';
import { type CommandContext, type GlobalOptions, openContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import { createOutput, type Output } from './output.js';
import { escapeControls } from './render/escape-controls.js';
import type { View } from './render/layout.js';

/** A running command. */
export interface Run<Options> extends Omit<CommandContext, 'close'> {
  options: Options & GlobalOptions;
  output: Output;
  io: CliIo;
  /** How the screen is to be filled. */
  view: View;
}

/**
 * Runs the body of a command.
 *
 * @param work returns the exit status when it is not 0
 */
export async function runCommand<Options extends object>(
  io: CliIo,
  command: Command,
  work: (run: Run<Options>) => Promise<ExitCode | undefined>,
): Promise<void> {
  const options = command.optsWithGlobals<Options & GlobalOptions>();
  const output = createOutput(options, io);
  const { close, ...context } = await openContext(options, io.env, (reason) =>
    output.remark(`threadloom: passed over: ${escapeControls(reason)}`),
  );
  try {
    const view = { width: output.width, full: false, now: io.now() };
    const code = await work({ ...context, options, output, io, view });
    if (code !== undefined) io.setExitCode(code);
  } finally {
    close();
  }
}

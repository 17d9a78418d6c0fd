/** What all commands that read history share: service and output are opened as the options say, and closed whatever happens. */
import type { Command } from 'commander';
import { explainStoreFailure, isDamage } from '../store/recovery/explain-store-failure.js';
import type { CliIo } from './cli-io.js';
import { type CommandContext, type GlobalOptions, openContext } from './context.js';
import type { ExitCode } from './exit-code.js';
import { createOutput, type Output } from './output.js';
import { RecoveryNotice, rebuildRows } from './recovery.js';
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
 * Runs the body of a command. Where it meets a damaged database it runs again on the recovered one, unless it has written
 * something already.
 *
 * @param work returns the exit status when it is not 0
 */
export async function runCommand<Options extends object>(
  io: CliIo,
  command: Command,
  work: (run: Run<Options>) => Promise<ExitCode | undefined>,
): Promise<void> {
  const options = command.optsWithGlobals<Options & GlobalOptions>();
  const output = noteWriting(createOutput(options, io));
  const notice = new RecoveryNotice(io.stderr);
  const warn = (reason: string) => output.remark(`threadloom: passed over: ${escapeControls(reason)}`);
  const { close, ...context } = await openContext(options, io.env, warn, {
    onRecovered: (report) => notice.tell(report),
  });
  const { database } = context;
  if (database.readOnly !== null) {
    output.remark(
      `threadloom: the history database ${database.path} may only be read: answers are of the rows there are, and may lag behind the rollouts.`,
    );
  }
  try {
    const view = { width: output.width, full: false, now: io.now() };
    const run: Run<Options> = { ...context, options, output, io, view };
    const code = await workOrRecover(run, work, output);
    if (code !== undefined) io.setExitCode(code);
    if (notice.takeOwed()) await rebuildRows(run);
  } catch (error) {
    throw explainStoreFailure(database.path, error);
  } finally {
    close();
  }
}

async function workOrRecover<Options>(
  run: Run<Options>,
  work: (run: Run<Options>) => Promise<ExitCode | undefined>,
  output: NotedOutput,
): Promise<ExitCode | undefined> {
  const { database } = run;
  const { generation } = database;
  try {
    return await work(run);
  } catch (error) {
    // Whoever recovered it on the way has said what is to be done now.
    if (!isDamage(error) || database.generation !== generation) throw error;
    await database.guard.recover(error);
    if (output.wrote) throw error;
    return work(run);
  }
}

interface NotedOutput extends Output {
  readonly wrote: boolean;
}

function noteWriting(output: Output): NotedOutput {
  let wrote = false;
  return {
    ...output,
    get wrote() {
      return wrote;
    },
    lines(lines) {
      wrote = true;
      return output.lines(lines);
    },
    json(value) {
      wrote = true;
      return output.json(value);
    },
  };
}

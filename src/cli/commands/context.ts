/** `threadloom context THREAD`: what the model would see if the thread were taken up again now. */
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.js';
import { renderModelContext } from '../render/model-context.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

interface ContextOptions {
  full?: boolean;
}

export function addContextCommand(program: Command, io: CliIo): void {
  program
    .command('context')
    .description('print what the model would see if the thread were taken up again')
    .argument('<thread>', 'id of a thread, or enough of its beginning')
    .option('--full', 'nothing clipped: whole texts')
    .addHelpText(
      'after',
      `
The history is what compactions and rollbacks left of the log. A request also holds the base instructions before it, and
what the next turn tells the model anew after it.

Examples:
  threadloom context 019a2f41
  threadloom context 019a2f41 --full | less
  threadloom context 019a2f41 --json | jq '.history[].item'`,
    )
    .action(async (thread: string, _options: unknown, command: Command) =>
      runCommand<ContextOptions>(io, command, (run) => printContext(run, thread)),
    );
}

async function printContext(run: Run<ContextOptions>, text: string): Promise<undefined> {
  const { options, output, service, view } = run;
  const threadId = resolveThread(run, text, view.now);
  const context = await service.readModelContext(threadId);
  if (output.format === 'json') await output.json(context);
  else if (output.format === 'ndjson') for (const item of context.history) await output.json(item);
  else await output.lines(renderModelContext(context, { ...view, full: options.full ?? false }));
}

/** `threadloom name THREAD NAME`: gives a thread a name. */
import type { Command } from 'commander';
import type { CliIo } from '../cli-io.js';
import { finishInterrupted } from '../finish-interrupted.js';
import { line } from '../render/styled-line.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';
import { shortThreadId } from '../short-id.js';

export function addNameCommand(program: Command, io: CliIo): void {
  program
    .command('name')
    .description('give a thread a name')
    .argument('<thread>', 'id of a thread, or enough of its beginning')
    .argument('<name>', 'the name')
    .addHelpText(
      'after',
      `
The name is kept where Codex keeps names, in session_index.jsonl of the home, so that Codex shows it, too. Of archived
threads it cannot be changed.

Example:
  threadloom name 019a2f41 'Daylight saving'`,
    )
    .action(async (thread: string, name: string, _options: unknown, command: Command) =>
      runCommand<object>(io, command, (run) => giveName(run, thread, name)),
    );
}

async function giveName(run: Run<object>, text: string, wanted: string): Promise<undefined> {
  const { output, service, view } = run;
  await finishInterrupted(run);
  const threadId = resolveThread(run, text, view.now);
  const name = await service.setThreadName(threadId, wanted);
  if (output.format === 'human') {
    await output.lines([line(`${shortThreadId(run, threadId)} is now called "${name}".`)]);
  } else {
    await output.json({ threadId, name });
  }
}

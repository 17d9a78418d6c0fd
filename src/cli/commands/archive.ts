/** `threadloom archive THREAD…` and `threadloom unarchive THREAD…`: threads out of the way, and back. */
import type { Command } from 'commander';
import { findThread } from '../../store/threads.js';
import type { CliIo } from '../cli-io.js';
import { finishInterrupted } from '../finish-interrupted.js';
import { counted } from '../render/format-quantity.js';
import { line } from '../render/styled-line.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';
import { shortThreadId } from '../short-id.js';

const THREADS = 'ids of threads, or enough of their beginnings';

export function addArchiveCommands(program: Command, io: CliIo): void {
  program
    .command('archive')
    .description('move threads and their sub-agents to the archive')
    .argument('<thread...>', THREADS)
    .addHelpText(
      'after',
      `
Archived threads are read, searched and forked from as before, and left out of listings without --archived. Their files
move to archived_sessions/ of their home; Codex sees them archived, too.

Examples:
  threadloom archive 019a2f41
  threadloom threads --archived`,
    )
    .action(async (threads: string[], _options: unknown, command: Command) =>
      runCommand<object>(io, command, (run) => move(run, threads, true)),
    );
  program
    .command('unarchive')
    .description('move threads and their sub-agents back from the archive')
    .argument('<thread...>', THREADS)
    .action(async (threads: string[], _options: unknown, command: Command) =>
      runCommand<object>(io, command, (run) => move(run, threads, false)),
    );
}

/** A thread that is there already is no mistake, so that a script can say it twice. */
async function move(run: Run<object>, threads: readonly string[], archived: boolean): Promise<undefined> {
  const { database, output, service, view } = run;
  await finishInterrupted(run);
  const moved: string[] = [];
  for (const threadId of new Set(threads.map((text) => resolveThread(run, text, view.now)))) {
    const shown = shortThreadId(run, threadId);
    if (findThread(database.reader, threadId)?.archived === (archived ? 1 : 0)) {
      output.remark(`${shown} is ${archived ? 'archived' : 'active'} already.`);
      continue;
    }
    const { threadIds } = await (archived
      ? service.archiveThread(threadId)
      : service.unarchiveThread(threadId));
    moved.push(...threadIds);
    if (output.format !== 'human') continue;
    const others = threadIds.length - 1;
    const along = others > 0 ? `, with ${counted(others, 'sub-agent')}` : '';
    await output.lines([line(`${archived ? 'Archived' : 'Unarchived'} ${shown}${along}.`)]);
  }
  if (output.format === 'json') await output.json({ threadIds: moved });
  if (output.format === 'ndjson') for (const threadId of moved) await output.json({ threadId });
}

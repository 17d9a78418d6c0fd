/** `threadloom path [THREAD]`: where things lie, for other programs. */
import type { Command } from 'commander';
import { toCompressedPath } from '../../rollout/index.js';
import { findThreadRollouts, type RolloutRow } from '../../store/rollouts.js';
import { findThread } from '../../store/threads.js';
import type { CliIo } from '../cli-io.js';
import { databasePathOf, type GlobalOptions } from '../context.js';
import { createOutput } from '../output.js';
import { line } from '../render/styled-line.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

export function addPathCommand(program: Command, io: CliIo): void {
  program
    .command('path')
    .description('print the path of the database, or of the rollouts of a thread')
    .argument('[thread]', 'id of a thread, or enough of its beginning')
    .addHelpText(
      'after',
      `
The rollouts of a thread come oldest first; the last one is written to, unless the thread was taken back to another.

Examples:
  sqlite3 "$(threadloom path)" 'select count(*) from thread_items'
  tail -f "$(threadloom path 019a2f41 | tail -1)"`,
    )
    .action(async (thread: string | undefined, _options: unknown, command: Command) => {
      if (thread !== undefined) {
        await runCommand<object>(io, command, (run) => printRolloutPaths(run, thread));
        return;
      }
      const options = command.optsWithGlobals<GlobalOptions>();
      const output = createOutput(options, io);
      const database = databasePathOf(options, io.env);
      if (output.format === 'human') await output.lines([line(database)]);
      else await output.json({ database });
    });
}

async function printRolloutPaths(run: Run<object>, text: string): Promise<undefined> {
  const { database, output, view } = run;
  const threadId = resolveThread(run, text, view.now);
  const rollouts = findThreadRollouts(database.reader, threadId);
  if (output.format === 'human') {
    await output.lines(rollouts.map((row) => line(pathOnDisk(row))));
    return;
  }
  const current = findThread(database.reader, threadId)?.rollout_id;
  await output.json({
    threadId,
    rollouts: rollouts.map((row) => ({
      path: pathOnDisk(row),
      rolloutId: row.rollout_id,
      current: row.rollout_id === current,
      archived: row.archived === 1,
      compressed: row.compressed === 1,
      problem: row.problem,
    })),
  });
}

function pathOnDisk({ path, compressed }: RolloutRow): string {
  return compressed === 1 ? toCompressedPath(path) : path;
}

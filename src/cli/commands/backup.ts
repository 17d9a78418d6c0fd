/** `threadloom backup FILE`: a copy of the history database, consistent while others write. */
import type { Command } from 'commander';
import { backupDatabase } from '../../store/recovery/backup-database.js';
import type { CliIo } from '../cli-io.js';
import { createProgressReporter } from '../progress-reporter.js';
import { formatBytes } from '../render/format-quantity.js';
import { line } from '../render/styled-line.js';
import { type Run, runCommand } from '../run-command.js';

export function addBackupCommand(program: Command, io: CliIo): void {
  program
    .command('backup')
    .description('copy the history database into a file, also while others write')
    .argument('<file>', 'the copy; there must be no such file')
    .addHelpText(
      'after',
      `
The copy is of one moment, one file, checked page by page and on the disk when the command ends. Use it with --db FILE. All
rows but those of rollouts whose files are gone can also be made again from the rollouts ("threadloom project").

Example:
  threadloom backup /media/disk/history-2026-03-05.sqlite`,
    )
    .action(async (file: string, _options: unknown, command: Command) =>
      runCommand<object>(io, command, (run) => backup(run, file)),
    );
}

async function backup(run: Run<object>, file: string): Promise<undefined> {
  const { databasePath, options, output, io } = run;
  const progress = createProgressReporter(options, io);
  try {
    const report = await backupDatabase({
      path: databasePath,
      to: file,
      onProgress: ({ bytesDone, bytes }) =>
        progress.show({ threadsDone: 0, threads: 1, bytesDone, bytes, bytesRead: bytesDone, noun: 'copies' }),
    });
    progress.clear();
    if (output.format === 'human')
      await output.lines([line(`${report.path} · ${formatBytes(report.bytes)} · checked`)]);
    else await output.json(report);
  } finally {
    progress.clear();
  }
}

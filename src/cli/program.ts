/** The program as commander knows it: its global options and its commands. */
import { Command } from 'commander';
import type { CliIo } from './cli-io.js';
import { addArchiveCommands } from './commands/archive.js';
import { addBackupCommand } from './commands/backup.js';
import { addCompressCommand } from './commands/compress.js';
import { addContextCommand } from './commands/context.js';
import { addDeleteCommand } from './commands/delete.js';
import { addDemoCommand } from './commands/demo.js';
import { addDiagnosticsCommand } from './commands/diagnostics.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addItemsCommand } from './commands/items.js';
import { addMigrateCommand } from './commands/migrate.js';
import { addNameCommand } from './commands/name.js';
import { addPathCommand } from './commands/path.js';
import { addProjectCommand } from './commands/project.js';
import { addPruneCommand } from './commands/prune.js';
import { addRebuildCommand } from './commands/rebuild.js';
import { addRepairCommand } from './commands/repair.js';
import { addRpcCommand } from './commands/rpc.js';
import { addShowCommand } from './commands/show.js';
import { addStatusCommand } from './commands/status.js';
import { addTailCommand } from './commands/tail.js';
import { addThreadsCommand } from './commands/threads.js';
import { addTurnsCommand } from './commands/turns.js';
import { addVerifyCommand } from './commands/verify.js';
import { addWorldCommand } from './commands/world.js';
import { collect } from './parse-options.js';
import { programVersion } from './program-version.js';

const HELP_END = `
First steps:
  threadloom demo                 a tour with a sample home
  threadloom threads              what there is
  threadloom show 019a2f41        a thread to read; a few characters of its id are enough

Exit status: 0 ok, 1 unexpected error, 2 usage, 3 not found, 4 cursor no longer valid, 5 damage found,
6 database newer than this program, 7 busy (try again), 8 partial result, 130 interrupted.
Data goes to stdout, everything else to stderr.`;

/** Builds the program; nothing runs before it parses arguments. */
export function buildProgram(io: CliIo): Command {
  const program = new Command('threadloom')
    .description('The history store for AI-agent threads: rollouts in, pages out.')
    .version(programVersion())
    .option(
      '--codex-home <folder>',
      'a Codex home; repeatable (default: $CODEX_HOME, a comma list, else ~/.codex)',
      collect,
    )
    .option('--db <file>', 'the history database (default: $THREADLOOM_DB, else in your data folder)')
    .option('--json', 'print JSON')
    .option('--ndjson', 'print JSON, one row a line, all rows')
    .option('-q, --quiet', 'print no progress and no remarks')
    .option('--no-color', 'print without colours (also: NO_COLOR; FORCE_COLOR for the contrary)')
    .option('--progress', 'show progress even where stderr is no terminal')
    .option('--no-progress', 'show no progress')
    .showHelpAfterError('(run with --help for the options)')
    .addHelpText('after', HELP_END)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .exitOverride();
  addThreadsCommand(program, io);
  addShowCommand(program, io);
  addTurnsCommand(program, io);
  addItemsCommand(program, io);
  addTailCommand(program, io);
  addWorldCommand(program, io);
  addContextCommand(program, io);
  addProjectCommand(program, io);
  addRebuildCommand(program, io);
  addVerifyCommand(program, io);
  addCompressCommand(program, io);
  addMigrateCommand(program, io);
  addStatusCommand(program, io);
  addDiagnosticsCommand(program, io);
  addDoctorCommand(program, io);
  addRepairCommand(program, io);
  addBackupCommand(program, io);
  addPruneCommand(program, io);
  addPathCommand(program, io);
  addNameCommand(program, io);
  addArchiveCommands(program, io);
  addDeleteCommand(program, io);
  addRpcCommand(program);
  addDemoCommand(program, io);
  return program;
}

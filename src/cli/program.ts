/** The program as commander knows it: its global options and its commands. */
import { Command, InvalidArgumentError } from 'commander';
import { addRpcCommand } from './commands/rpc.js';
import { programVersion } from './program-version.js';

const EXIT_CODES = `
Exit status: 0 ok, 1 unexpected error, 2 usage, 3 not found, 4 cursor no longer valid, 5 damage found,
6 database newer than this program, 7 busy (try again), 8 partial result, 130 interrupted.
Data goes to stdout, everything else to stderr.`;

/** Builds the program; nothing runs before it parses arguments. */
export function buildProgram(): Command {
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
    .option('-q, --quiet', 'print no progress and no remarks')
    .option('--no-color', 'print without colours (also: NO_COLOR)')
    .option('--no-progress', 'print no progress bar')
    .showHelpAfterError('(run with --help for the options)')
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  addRpcCommand(program);
  return program;
}

function collect(value: string, previous: string[] = []): string[] {
  if (value === '') throw new InvalidArgumentError('a folder is needed');
  return [...previous, value];
}

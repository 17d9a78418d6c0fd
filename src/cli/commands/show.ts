/** `threadloom show THREAD`: a thread as one reads it. */
import { type Command, InvalidArgumentError } from 'commander';
import type { CliIo } from '../cli-io.js';
import { parseCount } from '../parse-options.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';
import { readNewestTurns, renderThread } from '../shown-thread.js';

const DEFAULT_TURNS = 10;

interface ShowOptions {
  turns: number;
  full?: boolean;
  recovered: boolean;
}

export function addShowCommand(program: Command, io: CliIo): void {
  program
    .command('show')
    .description('print a thread to read')
    .argument('<thread>', 'id of a thread, or enough of its beginning')
    .option('--turns <count>', 'the newest turns, or "all"', parseTurns, DEFAULT_TURNS)
    .option('--full', 'nothing clipped: whole outputs, diffs and messages')
    .option('--no-recovered', 'without what was recovered from the words of the model (docs/recovered.md)')
    .addHelpText(
      'after',
      `
Examples:
  threadloom show 019a2f41
  threadloom show 019a2f41 --turns all --full | less -R     (with FORCE_COLOR=1 for colours)
  threadloom show 019a2f41 --json | jq '.turns[-1].items'`,
    )
    .action(async (thread: string, _options: unknown, command: Command) =>
      runCommand<ShowOptions>(io, command, (run) => showThread(run, thread)),
    );
}

function parseTurns(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY;
  try {
    return parseCount(text);
  } catch {
    throw new InvalidArgumentError('a whole number from 1 on, or "all", is needed');
  }
}

async function showThread(run: Run<ShowOptions>, text: string): Promise<undefined> {
  const { options, output, view } = run;
  const threadId = resolveThread(run, text, view.now);
  const shown = await readNewestTurns(run, threadId, {
    count: options.turns,
    includeRecovered: options.recovered,
  });
  if (output.format !== 'human') {
    const { thread, turns, asOf } = shown;
    await output.json({ ...thread, turns, ...(asOf && { asOf }) });
    return;
  }
  await output.lines(await renderThread(run, shown, { ...view, full: options.full ?? false }));
}

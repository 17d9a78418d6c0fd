/** `threadloom turns THREAD`: turns of a thread, as rows. */
import { type Command, Option } from 'commander';
import type { ItemsView, TurnEntry } from '../../api/turn-entry.js';
import type { CliIo } from '../cli-io.js';
import { parseCount } from '../parse-options.js';
import { DEFAULT_LIMIT, printPages } from '../print-pages.js';
import { formatAge, formatDuration } from '../render/format-quantity.js';
import { summariseItem } from '../render/item-summary.js';
import type { View } from '../render/layout.js';
import { line, type StyledLine } from '../render/styled-line.js';
import { resolveHistory } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

const STYLE = { completed: 'green', failed: 'red' } as const;

interface TurnsOptions {
  after?: string;
  limit?: number;
  reverse?: boolean;
  items: ItemsView;
  recovered: boolean;
}

export function addTurnsCommand(program: Command, io: CliIo): void {
  program
    .command('turns')
    .description('list the turns of a thread, newest first')
    .argument(
      '<thread>',
      'id of a thread, or enough of its beginning; of rows set aside the whole id, with its ~',
    )
    .option('--after <cursor>', 'go on from an earlier page')
    .option('--limit <count>', `rows (default: ${DEFAULT_LIMIT}; with --ndjson all)`, parseCount)
    .option('--reverse', 'oldest first')
    .addOption(
      new Option('--items <view>', 'items that JSON turns hold')
        .choices(['notLoaded', 'summary', 'full'])
        .default('summary'),
    )
    .option('--no-recovered', 'without what was recovered from the words of the model (docs/recovered.md)')
    .addHelpText(
      'after',
      `
Examples:
  threadloom turns 019a2f41
  threadloom turns 019a2f41 --items full --ndjson > turns.ndjson`,
    )
    .action(async (thread: string, _options: unknown, command: Command) =>
      runCommand<TurnsOptions>(io, command, (run) => listTurns(run, thread)),
    );
}

async function listTurns(run: Run<TurnsOptions>, thread: string): Promise<undefined> {
  const { options, output, service, view } = run;
  const threadId = resolveHistory(run, thread, view.now);
  const { after: cursor, limit, reverse, items: itemsView, recovered: includeRecovered } = options;
  await printPages<TurnEntry>({
    output,
    fetch: (at) =>
      service.listTurns(threadId, {
        direction: reverse ? 'asc' : 'desc',
        itemsView,
        includeRecovered,
        unrecognised: true,
        asOf: true,
        ...at,
      }),
    cursor,
    limit,
    columns: [
      { title: 'TURN' },
      { title: 'STARTED', align: 'right' },
      { title: 'TOOK', align: 'right' },
      { title: 'STATUS' },
      { title: 'BEGINS WITH', flexible: true },
    ],
    rowOf: (turn) => rowOf(turn, view),
  });
}

function rowOf({ id, startedAt, durationMs, status, items }: TurnEntry, view: View): StyledLine[] {
  const first = items[0];
  return [
    line(id, 'cyan'),
    line(startedAt === null ? '' : formatAge(startedAt * 1000, view.now)),
    line(durationMs === null ? '' : formatDuration(durationMs), 'dim'),
    line(status, status === 'completed' || status === 'failed' ? STYLE[status] : 'yellow'),
    line(first === undefined ? '' : summariseItem(first).words),
  ];
}

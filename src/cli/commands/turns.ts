/** `threadloom turns THREAD`: turns of a thread, as rows. */
import { type Command, Option } from 'commander';
import type { ItemsView, TurnEntry } from '../../api/turn-entry.js';
import type { CliIo } from '../cli-io.js';
import { collectPage, type FetchPage, readPages } from '../collect-pages.js';
import { parseCount } from '../parse-options.js';
import { formatAge, formatDuration } from '../render/format-quantity.js';
import { summariseItem } from '../render/item-summary.js';
import type { View } from '../render/layout.js';
import { line, type StyledLine } from '../render/styled-line.js';
import { renderTable } from '../render/table.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

const DEFAULT_LIMIT = 25;
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
    .argument('<thread>', 'id of a thread, or enough of its beginning')
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
  const threadId = resolveThread(run, thread, view.now);
  const { after: cursor, limit, reverse, items: itemsView, recovered: includeRecovered } = options;
  const fetch: FetchPage<TurnEntry> = (at) =>
    service.listTurns(threadId, {
      direction: reverse ? 'asc' : 'desc',
      itemsView,
      includeRecovered,
      asOf: true,
      ...at,
    });
  if (output.format === 'ndjson') {
    for await (const { data } of readPages(fetch, { cursor, limit })) {
      for (const turn of data) await output.json(turn);
    }
    return;
  }
  const page = await collectPage(fetch, { cursor, limit: limit ?? DEFAULT_LIMIT });
  if (output.format === 'json') {
    await output.json(page);
    return;
  }
  await output.lines(
    renderTable(
      [
        { title: 'TURN' },
        { title: 'STARTED', align: 'right' },
        { title: 'TOOK', align: 'right' },
        { title: 'STATUS' },
        { title: 'BEGINS WITH', flexible: true },
      ],
      page.data.map((turn) => rowOf(turn, view)),
      view.width,
    ),
  );
  if (page.nextCursor !== null) output.remark(`More: --after '${page.nextCursor}'`);
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

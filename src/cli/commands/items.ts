/** `threadloom items THREAD`: items of a thread or of one turn, as rows. */
import type { Command } from 'commander';
import type { ItemEntry } from '../../api/item-entry.js';
import type { CliIo } from '../cli-io.js';
import { parseCount } from '../parse-options.js';
import { DEFAULT_LIMIT, printPages } from '../print-pages.js';
import { formatTime } from '../render/format-quantity.js';
import { summariseItem } from '../render/item-summary.js';
import { RECOVERED_TAG } from '../render/recovered-tag.js';
import { line, type StyledLine, span } from '../render/styled-line.js';
import { resolveHistory } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

interface ItemsOptions {
  turn?: string;
  after?: string;
  limit?: number;
  reverse?: boolean;
  recovered: boolean;
}

export function addItemsCommand(program: Command, io: CliIo): void {
  program
    .command('items')
    .description('list the items of a thread, oldest first')
    .argument(
      '<thread>',
      'id of a thread, or enough of its beginning; of rows set aside the whole id, with its ~',
    )
    .option('--turn <id>', 'only items of this turn')
    .option('--after <cursor>', 'go on from an earlier page')
    .option('--limit <count>', `rows (default: ${DEFAULT_LIMIT}; with --ndjson all)`, parseCount)
    .option('--reverse', 'newest first')
    .option('--no-recovered', 'without what was recovered from the words of the model (docs/recovered.md)')
    .addHelpText(
      'after',
      `
Examples:
  threadloom items 019a2f41 --reverse --limit 5
  threadloom items 019a2f41 --ndjson | jq -r 'select(.item.type == "commandExecution").item.command'`,
    )
    .action(async (thread: string, _options: unknown, command: Command) =>
      runCommand<ItemsOptions>(io, command, (run) => listItems(run, thread)),
    );
}

async function listItems(run: Run<ItemsOptions>, thread: string): Promise<undefined> {
  const { options, output, service, view } = run;
  const threadId = resolveHistory(run, thread, view.now);
  const { turn: turnId, after: cursor, limit, reverse, recovered: includeRecovered } = options;
  await printPages<ItemEntry>({
    output,
    fetch: (at) =>
      service.listItems(threadId, {
        turnId,
        direction: reverse ? 'desc' : 'asc',
        includeRecovered,
        unrecognised: true,
        asOf: true,
        ...at,
      }),
    cursor,
    limit,
    columns: [{ title: 'WHEN' }, { title: 'ITEM' }, { title: 'KIND' }, { title: '', flexible: true }],
    rowOf,
  });
}

function rowOf({ item, startedAtMs, completedAtMs }: ItemEntry): StyledLine[] {
  const { id, type, words, recovered } = summariseItem(item);
  const at = startedAtMs ?? completedAtMs;
  const kind = recovered ? [...line(type), span(` ${RECOVERED_TAG}`, 'dim')] : line(type);
  return [line(at === null ? '' : formatTime(at), 'dim'), line(id, 'cyan'), kind, line(words)];
}

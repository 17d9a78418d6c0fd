/** `threadloom tail THREAD`: the end of a thread, and what comes after it, as it is written. */
import type { Command } from 'commander';
import { itemEntry } from '../../api/item-entry.js';
import { listNewestItems } from '../../api/list-newest-items.js';
import { readWithPosition } from '../../api/read-with-position.js';
import { subscribeThread } from '../../api/subscribe-thread.js';
import { itemChange } from '../../api/thread-change.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode, UsageError } from '../exit-code.js';
import { parseCount } from '../parse-options.js';
import { escapeControls } from '../render/escape-controls.js';
import { createChangeRenderer } from '../render/thread-change.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

const DEFAULT_ITEMS = 10;

interface TailOptions {
  follow?: boolean;
  lines: number;
  from?: string;
  recovered: boolean;
}

export function addTailCommand(program: Command, io: CliIo): void {
  program
    .command('tail')
    .description('print the newest items of a thread, and with --follow what is added to it')
    .argument('<thread>', 'id of a thread, or enough of its beginning')
    .option('-f, --follow', 'go on until Ctrl-C, whichever program writes the thread')
    .option('-n, --lines <count>', 'items to begin with', parseCount, DEFAULT_ITEMS)
    .option('--from <position>', 'with --follow: go on after a position printed before, or from "start"')
    .option('--no-recovered', 'without what was recovered from the words of the model (docs/recovered.md)')
    .addHelpText(
      'after',
      `
With --json the first line holds the newest items and the position after them; with --follow each change is a line with
its own position. An item that changes is printed again.

Examples:
  threadloom tail 019a2f41 -f
  threadloom tail 019a2f41 -f --json | jq -c 'select(.kind == "item").item'`,
    )
    .action(async (thread: string, _options: unknown, command: Command) =>
      runCommand<TailOptions>(io, command, (run) => tail(run, thread)),
    );
}

async function tail(run: Run<TailOptions>, text: string): Promise<ExitCode | undefined> {
  const { options, view } = run;
  if (options.from !== undefined && !options.follow) throw new UsageError('--from needs --follow.');
  const threadId = resolveThread(run, text, view.now);
  const from = options.from ?? (await printNewest(run, threadId));
  return options.follow ? follow(run, threadId, from) : undefined;
}

/** @returns the position after what was printed */
async function printNewest(run: Run<TailOptions>, threadId: string): Promise<string> {
  const { database, service, output, options, view } = run;
  const { projector } = service;
  const { result: rows, position } = await readWithPosition(
    { database, projector, threadId },
    (connection, lineage) =>
      listNewestItems(connection, lineage, options.lines, { includeRecovered: options.recovered }),
  );
  if (output.format === 'human') {
    const render = createChangeRenderer(view);
    await output.lines(rows.flatMap((row) => render({ ...itemChange(row), position })));
  } else await output.json({ kind: 'newest', items: rows.map(itemEntry), position });
  return position;
}

async function follow(
  { database, service, options, output, io, view }: Run<TailOptions>,
  threadId: string,
  from: string,
): Promise<ExitCode> {
  const controller = new AbortController();
  const forget = io.onInterrupt(() => controller.abort());
  const render = createChangeRenderer(view);
  try {
    const changes = subscribeThread({
      database,
      projector: service.projector,
      threadId,
      from,
      includeRecovered: options.recovered,
      now: io.now,
      signal: controller.signal,
      onProjectionError: (error) =>
        output.remark(
          `threadloom: ${escapeControls(error instanceof Error ? error.message : String(error))}`,
        ),
    });
    for await (const change of changes) {
      await (output.format === 'human' ? output.lines(render(change)) : output.json(change));
    }
  } finally {
    forget();
  }
  return EXIT.interrupted;
}

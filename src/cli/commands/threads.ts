/** `threadloom threads`: the threads of the homes, newest first. */
import { type Command, Option } from 'commander';
import { type ListThreadsOptions, SOURCE_KINDS, type SourceKindFilter } from '../../api/list-threads.js';
import type { CliIo } from '../cli-io.js';
import { collectPage, readPages } from '../collect-pages.js';
import { collect, parseCount } from '../parse-options.js';
import { line } from '../render/styled-line.js';
import { renderThreadTable } from '../render/thread-table.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';
import { shortThreadId } from '../short-id.js';

const DEFAULT_LIMIT = 25;
const SORT_KEYS = {
  created: { key: 'created_at', time: 'createdAt' },
  updated: { key: 'updated_at', time: 'updatedAt' },
  recency: { key: 'recency_at', time: 'recencyAt' },
} as const;

interface ThreadsOptions {
  archived?: boolean;
  source?: (SourceKindFilter | 'all')[];
  provider?: string[];
  cwd?: string[];
  search?: string;
  parent?: string;
  ancestor?: string;
  limit?: number;
  cursor?: string;
  sort: keyof typeof SORT_KEYS;
  reverse?: boolean;
}

export function addThreadsCommand(program: Command, io: CliIo): void {
  program
    .command('threads')
    .alias('list')
    .description('list threads, the one written to last first')
    .option('--archived', 'archived threads instead of active ones')
    .addOption(
      new Option('--source <kind...>', 'kinds of sessions (default: those people talk to)').choices([
        'all',
        ...SOURCE_KINDS,
      ]),
    )
    .option('--provider <name>', 'only of this model provider; repeatable', collect)
    .option('--cwd <folder>', 'only of this working folder; repeatable', collect)
    .option('--search <text>', 'only with this text in name or first message (case matters)')
    .option('--parent <thread>', 'only threads spawned by this one')
    .option('--ancestor <thread>', 'only threads spawned below this one, at any depth')
    .option('--limit <count>', `rows (default: ${DEFAULT_LIMIT}; with --ndjson all)`, parseCount)
    .option('--cursor <cursor>', 'go on from an earlier page')
    .addOption(new Option('--sort <time>', 'sorted by').choices(Object.keys(SORT_KEYS)).default('updated'))
    .option('--reverse', 'oldest first')
    .addHelpText(
      'after',
      `
Examples:
  threadloom threads --cwd . --limit 5
  threadloom threads --source all --search parser
  threadloom threads --json | jq -r '.data[].id'`,
    )
    .action(async (_options: unknown, command: Command) => runCommand(io, command, listThreads));
}

async function listThreads(run: Run<ThreadsOptions>): Promise<undefined> {
  const { options, output, service, view } = run;
  const { cursor, limit, sort, archived } = options;
  const filters = filtersOf(run);
  const fetch = (at: { cursor: string | undefined; limit: number }) =>
    service.listThreads({ ...filters, ...at });
  if (output.format === 'ndjson') {
    for await (const { data } of readPages(fetch, { cursor, limit })) {
      for (const thread of data) await output.json(thread);
    }
    return;
  }
  const page = await collectPage(fetch, { cursor, limit: limit ?? DEFAULT_LIMIT });
  if (output.format === 'json') {
    await output.json(page);
    return;
  }
  if (page.data.length === 0) {
    output.remark('No threads. Wider: --source all, --archived, another --codex-home.');
    return;
  }
  const shortId = (id: string): string => shortThreadId(run, id);
  await output.lines(renderThreadTable(page.data, view, { shortId, time: SORT_KEYS[sort].time, archived }));
  if (page.nextCursor !== null) {
    await output.lines([line()]);
    output.remark(`More: --limit ${2 * page.data.length}, or --cursor '${page.nextCursor}'`);
  }
}

function filtersOf(run: Run<ThreadsOptions>): ListThreadsOptions {
  const { archived, source, provider, cwd, search, parent, ancestor, sort, reverse } = run.options;
  const idOf = (text: string | undefined) =>
    text === undefined ? undefined : resolveThread(run, text, run.view.now);
  const related = parent !== undefined || ancestor !== undefined;
  const kinds = source ?? (related ? (['all'] as const) : undefined);
  return {
    archived,
    sourceKinds: kinds?.flatMap((kind) => (kind === 'all' ? [...SOURCE_KINDS] : [kind])),
    modelProviders: provider,
    cwds: cwd,
    searchTerm: search,
    parentThreadId: idOf(parent),
    ancestorThreadId: idOf(ancestor),
    sortKey: SORT_KEYS[sort].key,
    direction: reverse ? 'asc' : 'desc',
  };
}

/** `threadloom rebuild [THREAD...]`: makes rows anew from the rollouts, of single threads in place or of all beside. */
import { type Command, Option } from 'commander';
import { rebuildThreads } from '../../jobs/rebuild/rebuild-threads.js';
import { createThrottle } from '../../projector/throttle.js';
import { listThreadSources } from '../../store/thread-sources.js';
import { isListed } from '../../store/threads.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode, UsageError } from '../exit-code.js';
import { parseMibPerSecond } from '../parse-options.js';
import { createProgressReporter } from '../progress-reporter.js';
import { interruption, REBUILD_BUSY, rebuildAll } from '../rebuild-all.js';
import { renderThreadRebuild } from '../render/rebuild-report.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

interface RebuildOptions {
  beside?: boolean;
  /** Bytes. */
  maxMibPerSecond?: number;
}

export function addRebuildCommand(program: Command, io: CliIo): void {
  program
    .command('rebuild')
    .description(
      'make everything that is known of threads anew from their rollouts: of those named, or with --beside of all',
    )
    .argument('[threads...]', 'ids of threads, or enough of their beginnings')
    .option('--beside', 'everything, in a new database that takes the place of the old one when it is whole')
    .addOption(
      new Option('--max-mib-per-second <rate>', 'read no faster than that').argParser(parseMibPerSecond),
    )
    .addHelpText(
      'after',
      `
Rows are never half there: readers have the old ones until the new ones are whole, and go on without starting again. Rows
that no file could give again (it is gone, or shorter than it was) are kept. Ctrl-C or a crash leaves the old rows.
One process rebuilds a database at a time (exit status 7).

Examples:
  threadloom rebuild 019a2f41
  threadloom rebuild --beside --json | jq .carriedOver`,
    )
    .action(async (threads: string[], _options: unknown, command: Command) =>
      runCommand<RebuildOptions>(io, command, (run) => rebuild(run, threads)),
    );
}

async function rebuild(run: Run<RebuildOptions>, threads: string[]): Promise<ExitCode | undefined> {
  if (run.options.beside) {
    if (threads.length > 0) throw new UsageError('Name threads, or give --beside, not both.');
    return rebuildAll(run, { maxBytesPerSecond: run.options.maxMibPerSecond });
  }
  if (threads.length === 0) throw new UsageError('Name threads, or give --beside for all of them.');
  return inPlace(run, threads);
}

async function inPlace(run: Run<RebuildOptions>, threads: string[]): Promise<ExitCode | undefined> {
  const { database, service, options, output, io } = run;
  const threadIds = [...new Set(threads.map((text) => resolveListed(run, text)))];
  const { signal, forget } = interruption(io);
  const progress = createProgressReporter(options, io);
  const bytes = listThreadSources(database.reader)
    .filter(({ thread_id }) => threadIds.includes(thread_id))
    .reduce((sum, { size_bytes }) => sum + size_bytes, 0);
  const { maxMibPerSecond } = options;
  try {
    const reports = await rebuildThreads({
      database,
      projector: service.projector,
      threadIds,
      signal,
      throttle:
        maxMibPerSecond === undefined
          ? undefined
          : createThrottle({ maxBytesPerSecond: maxMibPerSecond, now: io.now, signal }),
      onProgress: ({ threadsDone, bytesRead }) =>
        progress.show({ threadsDone, threads: threadIds.length, bytesDone: bytesRead, bytes, bytesRead }),
      async onReport(report) {
        progress.clear();
        if (output.format === 'ndjson') await output.json(report);
        else if (output.format === 'human') await output.lines(renderThreadRebuild(report));
      },
    });
    if (reports === null) {
      output.remark(REBUILD_BUSY);
      return EXIT.busy;
    }
    if (output.format === 'json') await output.json({ threads: reports, interrupted: signal.aborted });
    if (signal.aborted) return EXIT.interrupted;
    const whole = reports.every(({ status }) => status !== 'failed' && status !== 'partial');
    return whole ? undefined : EXIT.partial;
  } finally {
    progress.clear();
    forget();
  }
}

/** A thread that has lost its rollouts can still be listed; whoever names all of its id can have that mended. */
function resolveListed(run: Run<RebuildOptions>, text: string): string {
  const id = text.toLowerCase();
  return isListed(run.database.reader, id) ? id : resolveThread(run, text, run.view.now);
}

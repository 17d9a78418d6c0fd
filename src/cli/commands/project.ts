/** `threadloom project [THREAD...]`: makes threads ready to be read, so that no reader has to wait for it. */
import { type Command, Option } from 'commander';
import type { ThreadReport } from '../../projector/project-threads.js';
import { findThread } from '../../store/threads.js';
import { countUnrecognisedFormats } from '../../store/unrecognised-formats.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode, UsageError } from '../exit-code.js';
import { collect, parseMibPerSecond } from '../parse-options.js';
import { parseSince, type Since } from '../parse-since.js';
import { projectAll } from '../project-all.js';
import { isRebuildDue, rebuildAll } from '../rebuild-all.js';
import { counted, formatBytes } from '../render/format-quantity.js';
import { summariseProjection } from '../render/projection-summary.js';
import { type StyledLine, span } from '../render/styled-line.js';
import { cutLine } from '../render/wrap-line.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

interface ProjectOptions {
  all?: boolean;
  thread?: string[];
  since?: Since;
  /** Bytes. */
  maxMibPerSecond?: number;
}

export function addProjectCommand(program: Command, io: CliIo): void {
  program
    .command('project')
    .description('project threads into the database: all of them, or those named')
    .argument('[threads...]', 'ids of threads, or enough of their beginnings')
    .option('--all', 'all threads, which is also meant when none is named')
    .option('--thread <id>', 'this thread; repeatable', collect)
    .addOption(
      new Option(
        '--since <date>',
        'only threads written to since 2026-03-01, or in the last 7d, 12h or 30m',
      ).argParser(parseSince),
    )
    .addOption(
      new Option('--max-mib-per-second <rate>', 'read no faster than that').argParser(parseMibPerSecond),
    )
    .addHelpText(
      'after',
      `
Reading a thread projects it too; this does it beforehand, the newest threads first. It goes on where it last ended:
Ctrl-C or a crash loses nothing that was committed. A thread that fails does not keep the others waiting (exit status 8).

Examples:
  threadloom project
  threadloom project --since 7d --max-mib-per-second 20
  threadloom project 019a2f41 --json | jq .totals`,
    )
    .action(async (threads: string[], _options: unknown, command: Command) =>
      runCommand<ProjectOptions>(io, command, (run) =>
        project(run, [...threads, ...(run.options.thread ?? [])]),
      ),
    );
}

async function project(run: Run<ProjectOptions>, threads: string[]): Promise<ExitCode | undefined> {
  const { options, output, view, io } = run;
  if (options.all && threads.length > 0) throw new UsageError('Name threads, or give --all, not both.');
  const threadIds =
    threads.length === 0 ? undefined : threads.map((text) => resolveThread(run, text, view.now));
  const reports: ThreadReport[] = [];
  if (threadIds === undefined && options.since === undefined) {
    if (isRebuildDue(run)) return rebuildAll(run, { maxBytesPerSecond: options.maxMibPerSecond });
  }
  const choice = {
    threadIds,
    since: options.since?.(io.now()),
    maxBytesPerSecond: options.maxMibPerSecond,
  };
  const { totals, interrupted } = await projectAll(run, choice, async (report) => {
    if (output.format === 'json') reports.push(report);
    else if (output.format === 'ndjson') await output.json(report);
    else if (report.status !== 'unchanged' || threadIds) await output.lines([renderReport(run, report)]);
  });
  if (output.format === 'json') await output.json({ threads: reports, totals, interrupted });
  output.remark(
    interrupted
      ? `Interrupted; what was done stays. ${summariseProjection(totals)}`
      : summariseProjection(totals),
  );
  const formats = countUnrecognisedFormats(run.database.reader);
  if (formats > 0) {
    const rollouts = counted(formats, 'rollout');
    output.remark(
      `Nothing is understood of ${rollouts}: other words than those known. See "threadloom doctor".`,
    );
  }
  if (interrupted) return EXIT.interrupted;
  return totals.failed > 0 ? EXIT.partial : undefined;
}

const MARK = {
  projected: span('✓ ', 'green'),
  unchanged: span('· ', 'dim'),
  source_gone: span('! ', 'yellow'),
  failed: span('✗ ', 'red'),
} as const;

function renderReport({ database, view }: Run<unknown>, report: ThreadReport): StyledLine {
  const { threadId, status, reason, missingAncestor, bytesRead } = report;
  const thread = findThread(database.reader, threadId);
  const words = (thread?.name ?? thread?.preview ?? '').replace(/\s+/g, ' ');
  const styled = [
    MARK[status],
    span(threadId, 'cyan'),
    span(`  ${formatBytes(bytesRead).padStart(8)}  `, 'dim'),
    span(reason ?? words, ...(status === 'failed' ? ['red' as const] : [])),
    ...(missingAncestor ? [span(`  history before its fork is missing (${missingAncestor})`, 'yellow')] : []),
  ];
  return status === 'failed' ? styled : cutLine(styled, view.width);
}

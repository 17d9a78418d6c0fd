/** `threadloom compress`: has rollouts that nobody writes any more take less room. */
import { type Command, Option } from 'commander';
import { compressColdRollouts } from '../../jobs/compress-cold-rollouts.js';
import type { CompressionRun, RolloutReport } from '../../jobs/compression-report.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { parseDuration } from '../parse-duration.js';
import { createProgressReporter } from '../progress-reporter.js';
import { renderRolloutReport, summariseCompression } from '../render/compression-report.js';
import { formatTime } from '../render/format-quantity.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

interface CompressOptions {
  dryRun?: boolean;
  olderThan?: number;
  thread?: string;
  force?: boolean;
}

export function addCompressCommand(program: Command, io: CliIo): void {
  program
    .command('compress')
    .description('compress rollouts that were not written to for a week')
    .option('--dry-run', 'only say what would be compressed')
    .addOption(
      new Option(
        '--older-than <duration>',
        'untouched for that long, such as 7d, 12h or 0 (default: 7d)',
      ).argParser(parseDuration),
    )
    .option('--thread <id>', 'only the rollouts of this thread')
    .option('--force', 'even if the last run was less than six hours ago')
    .addHelpText(
      'after',
      `
A compressed rollout reads, pages and searches as before, in Codex too; it is expanded again when its thread goes on.
Each one is decompressed and compared before the plain file goes. Ctrl-C or a crash loses nothing. Codex's own compression
and this one keep out of each other's way (exit status 7).

Examples:
  threadloom compress --dry-run
  threadloom compress --older-than 30d --json | jq .homes[].totals`,
    )
    .action(async (_options: unknown, command: Command) =>
      runCommand<CompressOptions>(io, command, (run) => compress(run)),
    );
}

async function compress(run: Run<CompressOptions>): Promise<ExitCode | undefined> {
  const { homes, options, output, io, view } = run;
  const threadId = options.thread === undefined ? undefined : resolveThread(run, options.thread, view.now);
  const controller = new AbortController();
  const forget = io.onInterrupt(() => controller.abort());
  const progress = createProgressReporter(options, io);
  const rollouts: RolloutReport[] = [];
  const runs: CompressionRun[] = [];
  try {
    for (const home of homes) {
      if (controller.signal.aborted) break;
      const result = await compressColdRollouts({
        home,
        now: io.now,
        processId: process.pid,
        olderThanMs: options.olderThan,
        threadId,
        dryRun: options.dryRun,
        force: options.force,
        signal: controller.signal,
        onProgress: ({ rolloutsDone, rollouts: count, bytesDone, bytes }) =>
          progress.show({
            threadsDone: rolloutsDone,
            threads: count,
            bytesDone,
            bytes,
            bytesRead: bytesDone,
            noun: 'rollouts',
          }),
        async onReport(report) {
          progress.clear();
          if (output.format === 'json') rollouts.push(report);
          else if (output.format === 'ndjson') await output.json(report);
          else await output.lines(renderRolloutReport(report));
        },
      });
      progress.clear();
      runs.push(result);
      output.remark(describeRun(result, homes.length > 1));
    }
  } finally {
    progress.clear();
    forget();
  }
  if (output.format === 'json') await output.json({ homes: runs, rollouts });
  return exitCode(runs, controller.signal.aborted);
}

function describeRun(run: CompressionRun, severalHomes: boolean): string {
  const words = statusWords(run);
  return severalHomes ? `${run.home}: ${words}` : words;
}

function statusWords(run: CompressionRun): string {
  switch (run.status) {
    case 'done':
      return summariseCompression(run.totals);
    case 'stopped':
      return `Interrupted; what was done stays. ${summariseCompression(run.totals)}`;
    case 'busy':
      return 'Another program is compressing or migrating rollouts there. Try again later.';
    case 'throttled':
      return `Nothing done: the last run began less than six hours ago. Run again after ${formatTime(run.until)}, or with --force.`;
  }
}

function exitCode(runs: readonly CompressionRun[], interrupted: boolean): ExitCode | undefined {
  if (interrupted) return EXIT.interrupted;
  if (runs.some(({ status }) => status === 'busy')) return EXIT.busy;
  return runs.some(({ totals }) => totals.failed > 0) ? EXIT.partial : undefined;
}

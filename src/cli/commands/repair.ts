/** `threadloom repair --codex`: makes Codex's own history database agree with the rollouts again. */
import type { Command } from 'commander';
import { repairCodex } from '../../jobs/repair-codex/repair-codex.js';
import type { CodexRepair, RolloutRepair } from '../../jobs/repair-codex/repair-report.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode, UsageError } from '../exit-code.js';
import { finishInterrupted } from '../finish-interrupted.js';
import { collect } from '../parse-options.js';
import { createProgressReporter } from '../progress-reporter.js';
import { describeCodexRepair, renderRolloutRepair } from '../render/codex-repair.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

interface RepairOptions {
  codex?: boolean;
  thread?: string[];
  apply?: boolean;
  deep?: boolean;
  acceptLoss?: boolean;
}

export function addRepairCommand(program: Command, io: CliIo): void {
  program
    .command('repair')
    .description("rebuild rows of Codex's own history database from the rollouts")
    .option('--codex', 'repair thread_history_1.sqlite of the home; has to be said')
    .option('--thread <id>', 'only this thread, compared whatever it looks like; repeatable', collect)
    .option('--apply', 'do it; without, only say what would be done')
    .option('--deep', 'compare every thread, not only those that look wrong')
    .option('--accept-loss', 'also where Codex has rows that the file no longer holds; the backup keeps them')
    .addHelpText(
      'after',
      `
Rows and checkpoint of a thread are replaced as a whole, under Codex's lock of that thread and after a backup of the
database. Threads that a process writes are left alone (exit status 7, or 8 when others were repaired). Rollouts are
never changed. What is wrong in the first place: threadloom doctor

Examples:
  threadloom repair --codex
  threadloom repair --codex --apply --thread 019a2f41`,
    )
    .action(async (_options: unknown, command: Command) =>
      runCommand<RepairOptions>(io, command, (run) => repair(run)),
    );
}

async function repair(run: Run<RepairOptions>): Promise<ExitCode | undefined> {
  const { homes, options, output, io, view } = run;
  if (!options.codex) throw new UsageError("Say what to repair: --codex is Codex's history database.");
  const { apply, deep, acceptLoss } = options;
  // That also has Codex's index follow files that were moved.
  if (apply) await finishInterrupted(run);
  const threadIds =
    options.thread && new Set(options.thread.map((text) => resolveThread(run, text, view.now)));
  const controller = new AbortController();
  const forget = io.onInterrupt(() => controller.abort());
  const progress = createProgressReporter(options, io);
  const rollouts: RolloutRepair[] = [];
  const repairs: CodexRepair[] = [];
  try {
    for (const home of homes) {
      if (controller.signal.aborted) break;
      const result = await repairCodex({
        ...{ home, now: io.now, processId: process.pid, apply, deep, acceptLoss, threadIds },
        signal: controller.signal,
        onProgress: ({ rolloutsDone, rollouts: count, bytesRead }) =>
          progress.show({
            ...{ threadsDone: rolloutsDone, threads: count, noun: 'rollouts' },
            ...{ bytesDone: rolloutsDone, bytes: count, bytesRead },
          }),
        async onReport(report) {
          progress.clear();
          if (output.format === 'json') rollouts.push(report);
          else if (output.format === 'ndjson') await output.json({ home, ...report });
          else await output.lines([renderRolloutRepair(report)]);
        },
      });
      progress.clear();
      repairs.push(result);
      output.remark(describeCodexRepair(result));
    }
  } finally {
    progress.clear();
    forget();
  }
  if (output.format === 'json') await output.json({ homes: repairs, rollouts });
  return controller.signal.aborted ? EXIT.interrupted : exitCodeOf(repairs);
}

function exitCodeOf(repairs: readonly CodexRepair[]): ExitCode | undefined {
  const count = (of: (totals: CodexRepair['totals']) => number): number =>
    repairs.reduce((sum, { totals }) => sum + of(totals), 0);
  if (repairs.some((one) => one.status === 'unknown_schema' && one.age === 'newer'))
    return EXIT.databaseTooNew;
  if (repairs.some(({ status }) => status === 'in_use')) return EXIT.busy;
  if (repairs.some(({ status }) => status === 'unknown_schema')) return EXIT.partial;
  const held = count((totals) => totals.held);
  const undone = count((totals) => totals.failed + totals.would_lose);
  if (undone > 0) return EXIT.partial;
  if (held === 0) return undefined;
  return count((totals) => totals.repaired + totals.repairable) > 0 ? EXIT.partial : EXIT.busy;
}

/** `threadloom prune`: has the database forget rows that no file stands behind any more, and gives space back. */
import { type Command, Option } from 'commander';
import { applyPruning, type PrunedRows } from '../../jobs/prune/apply-pruning.js';
import { freeBytes, giveBackSpace, type SpaceReport } from '../../jobs/prune/give-back-space.js';
import { type PruneSelection, planPruning } from '../../jobs/prune/plan-pruning.js';
import { type PruneTotals, sumUp } from '../../jobs/prune/prune-report.js';
import { listTombstones } from '../../store/pruned-rollouts.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode, UsageError } from '../exit-code.js';
import { parseDuration } from '../parse-duration.js';
import { createProgressReporter } from '../progress-reporter.js';
import { counted, formatBytes } from '../render/format-quantity.js';
import { renderKept, renderPruneCandidate, renderTombstone } from '../render/prune-report.js';
import { type Run, runCommand } from '../run-command.js';

interface PruneOptions {
  goneBefore?: number;
  setAside?: boolean;
  leftovers?: boolean;
  vacuum?: boolean;
  apply?: boolean;
  dryRun?: boolean;
  pruned?: boolean;
}

export function addPruneCommand(program: Command, io: CliIo): void {
  program
    .command('prune')
    .description('remove rows from the database that no file stands behind any more')
    .addOption(
      new Option(
        '--gone-before <duration>',
        'rollouts whose files were first missed that long ago, such as 90d',
      ).argParser(parseDuration),
    )
    .option('--set-aside', 'rows of texts that were replaced by others')
    .option('--leftovers', 'rows under ids that nothing is known of')
    .option('--vacuum', 'give the pages that hold nothing back to the disk')
    .option('--apply', 'do it; without it only what would be done is shown')
    .option('--dry-run', 'only show what would be done, which is also meant without --apply')
    .option('--pruned', 'show what was pruned so far')
    .addHelpText(
      'after',
      `
Nothing goes that is not named, for what no file holds any more is in no other place. Rollouts that others build on stay with
them. What was pruned is remembered by its id, and a file that comes back is projected as ever. The file gets shorter by
--vacuum alone, at the same time or later.

Examples:
  threadloom prune                               what could be pruned at all
  threadloom prune --gone-before 90d
  threadloom prune --gone-before 90d --apply --vacuum`,
    )
    .action(async (_options: unknown, command: Command) =>
      runCommand<PruneOptions>(io, command, (run) => (run.options.pruned ? showPruned(run) : prune(run))),
    );
}

async function prune(run: Run<PruneOptions>): Promise<ExitCode | undefined> {
  const { options, database, service, io } = run;
  const named = options.goneBefore !== undefined || options.setAside || options.leftovers;
  if (options.apply && options.dryRun) throw new UsageError('Give --apply or --dry-run, not both.');
  if (options.apply && !named && !options.vacuum) {
    throw new UsageError('Name what to prune: --gone-before, --set-aside, --leftovers or --vacuum.');
  }
  if (options.apply) database.requireWritable();
  service.projector.takeInventory();
  // Without a name everything that could be named is shown.
  const selection: PruneSelection =
    named || options.vacuum
      ? {
          goneBeforeMs: options.goneBefore === undefined ? undefined : io.now() - options.goneBefore,
          setAside: options.setAside,
          leftovers: options.leftovers,
        }
      : { goneBeforeMs: Number.POSITIVE_INFINITY, setAside: true, leftovers: true };
  const plan = planPruning(database, selection);
  if (options.apply) return carryOut(run, plan);
  const result: PrunedRows = { pruned: plan.candidates, kept: plan.kept };
  await show(run, result, null);
  const could = `${describe(sumUp(plan.candidates))} could go. ${formatBytes(freeBytes(database))} of the file are free.`;
  run.output.remark(
    `${could} Nothing was removed: that takes ${named || options.vacuum ? '--apply' : 'a selection and --apply'}.`,
  );
  return undefined;
}

async function carryOut(
  run: Run<PruneOptions>,
  plan: ReturnType<typeof planPruning>,
): Promise<ExitCode | undefined> {
  const { options, database, io, output } = run;
  const controller = new AbortController();
  const forget = io.onInterrupt(() => controller.abort());
  const progress = createProgressReporter(options, io);
  const { signal } = controller;
  let space: SpaceReport | null = null;
  let result: PrunedRows;
  try {
    result = await applyPruning({ database, plan, now: io.now, signal });
    if (options.vacuum) {
      space = await giveBackSpace({
        database,
        signal,
        onProgress: ({ bytesDone, bytes }) =>
          progress.show({
            threadsDone: 0,
            threads: 1,
            bytesDone,
            bytes,
            bytesRead: bytesDone,
            noun: 'files',
          }),
      });
    }
  } finally {
    progress.clear();
    forget();
  }
  await show(run, result, space);
  const words = [`${describe(sumUp(result.pruned))} removed.`];
  if (space)
    words.push(
      `The file is ${formatBytes(space.bytesBefore - space.bytesAfter)} shorter: ${formatBytes(space.bytesAfter)}.`,
    );
  else if (result.pruned.length > 0)
    words.push(`${formatBytes(freeBytes(database))} of the file are free; --vacuum gives them back.`);
  output.remark(words.join(' '));
  return signal.aborted ? EXIT.interrupted : undefined;
}

async function show(
  run: Run<PruneOptions>,
  { pruned, kept }: PrunedRows,
  space: SpaceReport | null,
): Promise<void> {
  const { options, output, database } = run;
  switch (output.format) {
    case 'json':
      return output.json({
        applied: options.apply === true,
        candidates: pruned,
        kept,
        totals: sumUp(pruned),
        freeBytes: freeBytes(database),
        ...(space && { space }),
      });
    case 'ndjson':
      for (const candidate of pruned) await output.json(candidate);
      return undefined;
    case 'human':
      return output.lines([...pruned.map(renderPruneCandidate), ...kept.map(renderKept)]);
  }
}

async function showPruned({ database, output }: Run<PruneOptions>): Promise<undefined> {
  const tombstones = database.snapshot(listTombstones);
  if (output.format === 'json') await output.json({ pruned: tombstones });
  else if (output.format === 'ndjson') for (const row of tombstones) await output.json(row);
  else await output.lines(tombstones.map(renderTombstone));
}

function describe({ rollouts, turns, items, textBytes }: PruneTotals): string {
  return `${counted(rollouts, 'rollout')} with ${counted(turns, 'turn')} and ${counted(items, 'item')} (${formatBytes(textBytes)} of text)`;
}

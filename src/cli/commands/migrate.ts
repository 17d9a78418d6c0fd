/** `threadloom migrate`: brings legacy rollouts into the paginated form, takes that back, or gives up the kept originals. */
import { type Command, Option } from 'commander';
import { migrateRollouts } from '../../jobs/migration/migrate-rollouts.js';
import type { MigrationOutcome, MigrationRun } from '../../jobs/migration/migration-report.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { collect, parseMibPerSecond } from '../parse-options.js';
import { createProgressReporter } from '../progress-reporter.js';
import { renderMigrationOutcome, summariseMigration } from '../render/migration-report.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';
import { forget } from './migrate-forget.js';
import { revert } from './migrate-revert.js';

export interface MigrateOptions {
  apply?: boolean;
  thread?: string[];
  recover?: boolean;
  /** Bytes. */
  maxMibPerSecond?: number;
  verbose?: boolean;
  revert?: boolean;
  forget?: boolean;
  force?: boolean;
  yes?: boolean;
}

export function addMigrateCommand(program: Command, io: CliIo): void {
  program
    .command('migrate')
    .description(
      'bring legacy rollouts into the paginated form; says what it would do unless told to --apply',
    )
    .option('--apply', 'do it')
    .option('--thread <id>', 'only this thread; repeatable', collect)
    .option('--recover', 'also write commands, patches and calls that legacy events left out as items')
    .addOption(
      new Option('--max-mib-per-second <n>', 'read and write no faster than that').argParser(
        parseMibPerSecond,
      ),
    )
    .option('--verbose', 'also list what there is nothing to do with')
    .addOption(new Option('--revert', 'put the originals back').conflicts(['apply', 'recover', 'forget']))
    .addOption(new Option('--forget', 'remove the originals that are kept').conflicts(['apply', 'recover']))
    .option('--force', 'with --revert and --forget: also where the rollout went on, was changed or is gone')
    .option('-y, --yes', 'with --forget: do not ask; needed where nobody can be asked')
    .addHelpText(
      'after',
      `
The original of each rollout is kept below rollout-migrations/ of its home until --forget. A rollout takes its place only
when every item that was shown before is shown after; otherwise it stays exactly as it was. Archived and compressed ones
stay so. A crash loses nothing, and the next --apply finishes what was interrupted, by Codex or here.

Examples:
  threadloom migrate                        what there is to migrate
  threadloom migrate --apply --thread 019a2f41
  threadloom migrate --revert --thread 019a2f41
  threadloom migrate --forget`,
    )
    .action(async (_options: unknown, command: Command) =>
      runCommand<MigrateOptions>(io, command, (run) => {
        const threadIds = run.options.thread?.map((text) => resolveThread(run, text, run.view.now));
        if (run.options.revert) return revert(run, threadIds);
        if (run.options.forget) return forget(run, threadIds);
        return migrate(run, threadIds);
      }),
    );
}

async function migrate(
  run: Run<MigrateOptions>,
  threadIds: readonly string[] | undefined,
): Promise<ExitCode | undefined> {
  const { homes, database, options, output, io } = run;
  const { apply = false, recover, verbose = false, maxMibPerSecond } = options;
  const controller = new AbortController();
  const endListening = io.onInterrupt(() => controller.abort());
  const progress = createProgressReporter(options, io);
  const runs: MigrationRun[] = [];
  const tell = async (outcome: MigrationOutcome): Promise<void> => {
    progress.clear();
    if (output.format === 'ndjson') await output.json(outcome);
    if (output.format === 'human') await output.lines(renderMigrationOutcome(outcome, verbose));
  };
  try {
    const migration = {
      now: io.now,
      database,
      apply,
      threadIds,
      recover,
      maxBytesPerSecond: maxMibPerSecond,
      signal: controller.signal,
      onOutcome: tell,
      onProgress: ({ rolloutsDone, rollouts, bytesDone, bytes, bytesProcessed }: ProgressOf) =>
        progress.show({
          threadsDone: rolloutsDone,
          threads: rollouts,
          bytesDone,
          bytes,
          bytesRead: bytesProcessed,
          noun: 'rollouts',
        }),
    };
    for (const home of homes) {
      const [done] = await migrateRollouts({ ...migration, homes: [home] });
      progress.clear();
      if (done === undefined) break;
      runs.push(done);
      output.remark(`${homes.length > 1 ? `${home}: ` : ''}${describe(done, apply)}`);
    }
  } finally {
    progress.clear();
    endListening();
  }
  if (output.format === 'json') await output.json({ homes: runs });
  return exitCode(runs, controller.signal.aborted);
}

type ProgressOf = Parameters<NonNullable<Parameters<typeof migrateRollouts>[0]['onProgress']>>[0];

function describe(run: MigrationRun, apply: boolean): string {
  if (run.status === 'busy')
    return 'Another program is compressing or migrating rollouts there. Try again later.';
  if (run.status === 'stopped') return `Interrupted; what was done stays. ${summariseMigration(run)}`;
  const more =
    !apply && run.outcomes.some(({ status }) => status === 'eligible') ? '. Add --apply to do it.' : '';
  return `${summariseMigration(run)}${more}`;
}

function exitCode(runs: readonly MigrationRun[], interrupted: boolean): ExitCode | undefined {
  if (interrupted) return EXIT.interrupted;
  if (runs.some(({ status }) => status === 'busy')) return EXIT.busy;
  const failed = runs.some(({ outcomes }) => outcomes.some(({ status }) => status === 'failed'));
  return failed ? EXIT.partial : undefined;
}

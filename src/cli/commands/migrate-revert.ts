/** `threadloom migrate --revert`: puts the originals of migrated rollouts back. */
import { revertMigration } from '../../jobs/migration/revert-migration.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { renderRevertOutcome, summariseRevert } from '../render/migration-report.js';
import type { Run } from '../run-command.js';
import type { MigrateOptions } from './migrate.js';

export async function revert(
  { homes, database, options, output, io }: Run<MigrateOptions>,
  threadIds: readonly string[] | undefined,
): Promise<ExitCode | undefined> {
  const controller = new AbortController();
  const endListening = io.onInterrupt(() => controller.abort());
  try {
    const runs = await revertMigration({
      homes,
      now: io.now,
      database,
      threadIds,
      force: options.force,
      maxBytesPerSecond: options.maxMibPerSecond,
      signal: controller.signal,
    });
    const outcomes = runs.flatMap((run) => run.outcomes);
    if (output.format === 'json') await output.json({ homes: runs });
    else if (output.format === 'human') await output.lines(outcomes.map(renderRevertOutcome));
    else for (const outcome of outcomes) await output.json(outcome);
    for (const run of runs) {
      const busy = 'Another program is compressing or migrating rollouts there. Try again later.';
      output.remark(
        `${homes.length > 1 ? `${run.home}: ` : ''}${run.status === 'busy' ? busy : summariseRevert(run)}`,
      );
    }
    if (controller.signal.aborted) return EXIT.interrupted;
    if (runs.some(({ status }) => status === 'busy')) return EXIT.busy;
    return outcomes.some(({ status }) => status !== 'reverted') ? EXIT.partial : undefined;
  } finally {
    endListening();
  }
}

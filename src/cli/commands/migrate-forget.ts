/** `threadloom migrate --forget`: removes the kept originals of migrations, after it has shown how much that is. */
import { type ForgetRun, forgetMigration } from '../../jobs/migration/forget-migration.js';
import { EXIT, type ExitCode, UsageError } from '../exit-code.js';
import { amountRemoved, renderKeptFile } from '../render/migration-report.js';
import type { Run } from '../run-command.js';
import type { MigrateOptions } from './migrate.js';

export async function forget(
  run: Run<MigrateOptions>,
  threadIds: readonly string[] | undefined,
): Promise<ExitCode | undefined> {
  const { homes, options, output, io } = run;
  const request = { homes, now: io.now, threadIds, force: options.force };
  const planned = await forgetMigration({ ...request, dryRun: true });
  const { files, words } = amountRemoved(planned);
  if (files === 0) {
    await tell(run, planned);
    output.remark('No original is to be removed.');
    return;
  }
  if (!options.yes && !(await isConfirmed(run, planned, words))) {
    output.remark('Nothing was removed.');
    return EXIT.usage;
  }
  const done = await forgetMigration(request);
  await tell(run, done);
  output.remark(`Removed ${amountRemoved(done).words}.`);
  return done.some(({ status }) => status === 'busy') ? EXIT.busy : undefined;
}

async function isConfirmed(run: Run<MigrateOptions>, planned: ForgetRun[], words: string): Promise<boolean> {
  const { io, output } = run;
  if (io.ask === undefined || output.format !== 'human') {
    throw new UsageError(
      `${words} would be removed for good, and nobody can be asked here. Add --yes to do it.`,
    );
  }
  await tell(run, planned);
  const answer = await io.ask(`Remove these originals (${words}) for good? Type yes: `);
  return answer.trim().toLowerCase() === 'yes';
}

async function tell({ output }: Run<MigrateOptions>, runs: ForgetRun[]): Promise<void> {
  const files = runs.flatMap((run) => run.files);
  if (output.format === 'json') await output.json({ homes: runs });
  else if (output.format === 'human') await output.lines(files.map(renderKeptFile));
  else for (const file of files) await output.json(file);
}

/** `threadloom verify [THREAD...]`: proves the rows of threads against their rollouts. */
import type { Command } from 'commander';
import type { RolloutVerdict } from '../../jobs/verify/verify-report.js';
import { verifyThreads } from '../../jobs/verify/verify-threads.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode, UsageError } from '../exit-code.js';
import { createProgressReporter } from '../progress-reporter.js';
import { isRebuildDue, rebuildAll } from '../rebuild-all.js';
import { renderVerdict, summariseVerification } from '../render/verdict.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';

interface VerifyOptions {
  all?: boolean;
  project?: boolean;
  failOnDiff: boolean;
}

export function addVerifyCommand(program: Command, io: CliIo): void {
  program
    .command('verify')
    .description('prove the rows of threads against their rollouts: of all, or of those named')
    .argument('[threads...]', 'ids of threads, or enough of their beginnings')
    .option('--all', 'all threads, which is also meant when none is named')
    .option('--project', 'project what is new first, so that nothing lags behind its file')
    .option('--fail-on-diff', 'exit with status 5 when rows differ (the default)', true)
    .option('--no-fail-on-diff', 'exit with status 0 all the same')
    .addHelpText(
      'after',
      `
Every rollout is read again and folded by the rules of the projection; what that comes to is compared with the rows as
they are stored, value by value; what listings show is compared with the heads of the files. Nothing but the proof is written.
What lags behind its file is no difference, and what has no file any more cannot be proved. The history that a thread
continues is verified with it.

Examples:
  threadloom verify
  threadloom verify 019a2f41 --project
  threadloom verify --ndjson | jq -c 'select(.status == "differs")'`,
    )
    .action(async (threads: string[], _options: unknown, command: Command) =>
      runCommand<VerifyOptions>(io, command, (run) => verify(run, threads)),
    );
}

async function verify(run: Run<VerifyOptions>, threads: string[]): Promise<ExitCode | undefined> {
  const { database, service, options, output, io, view } = run;
  if (options.all && threads.length > 0) throw new UsageError('Name threads, or give --all, not both.');
  const threadIds =
    threads.length === 0 ? undefined : threads.map((text) => resolveThread(run, text, view.now));
  if (threadIds === undefined && options.project && isRebuildDue(run)) {
    const code = await rebuildAll({ ...run, output: { ...output, json: async () => {} } });
    if (code !== undefined && code !== EXIT.partial) return code;
  }
  const controller = new AbortController();
  const forget = io.onInterrupt(() => controller.abort());
  const progress = createProgressReporter(options, io);
  const rollouts: RolloutVerdict[] = [];
  try {
    const totals = await verifyThreads({
      database,
      projector: service.projector,
      now: io.now,
      threadIds,
      project: options.project,
      signal: controller.signal,
      onProgress: ({ rolloutsDone, rollouts: count, ...bytes }) =>
        progress.show({ threadsDone: rolloutsDone, threads: count, ...bytes, noun: 'rollouts' }),
      async onVerdict(verdict) {
        progress.clear();
        if (output.format === 'json') rollouts.push(verdict);
        else if (output.format === 'ndjson') await output.json(verdict);
        else await output.lines(renderVerdict(verdict, view, { everyOne: threadIds !== undefined }));
      },
    });
    progress.clear();
    const interrupted = controller.signal.aborted;
    if (output.format === 'json') await output.json({ rollouts, totals, interrupted });
    const words = summariseVerification(totals);
    output.remark(interrupted ? `Interrupted; what was proved stays so. ${words}` : words);
    if (interrupted) return EXIT.interrupted;
    if (totals.differs > 0 && options.failOnDiff) return EXIT.damageFound;
    return totals.failed > 0 ? EXIT.partial : undefined;
  } finally {
    progress.clear();
    forget();
  }
}

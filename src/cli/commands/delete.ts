/**
 * `threadloom delete THREAD…`: removes threads for good. What it removes may be the only copy there is, so it shows all of
 * it first, and goes on only after a yes.
 */
import type { Command } from 'commander';
import { HistoryError } from '../../api/history-error.js';
import type { DeletionPlan } from '../../api/plan-deletion.js';
import { findThread } from '../../store/threads.js';
import type { CliIo } from '../cli-io.js';
import { EXIT, type ExitCode, UsageError } from '../exit-code.js';
import { finishInterrupted } from '../finish-interrupted.js';
import { counted, formatBytes } from '../render/format-quantity.js';
import { line, type StyledLine } from '../render/styled-line.js';
import { renderTable } from '../render/table.js';
import { resolveThread } from '../resolve-thread.js';
import { type Run, runCommand } from '../run-command.js';
import { shortThreadId } from '../short-id.js';

interface DeleteOptions {
  yes?: boolean;
  dryRun?: boolean;
}

export function addDeleteCommand(program: Command, io: CliIo): void {
  program
    .command('delete')
    .description('remove threads and their sub-agents for good')
    .argument('<thread...>', 'ids of threads, or enough of their beginnings')
    .option('--dry-run', 'only say what would be removed')
    .option('-y, --yes', 'do not ask; needed where nobody can be asked')
    .addHelpText(
      'after',
      `
Removes the rollouts of the threads and of every sub-agent below them, archived or not, with all rows and names, and what
Codex keeps of them in its own databases. There is no way back. A thread that a fork builds on stays until the fork is gone.

Examples:
  threadloom delete 019a2f41 --dry-run
  threadloom delete 019a2f41 --yes`,
    )
    .action(async (threads: string[], _options: unknown, command: Command) =>
      runCommand<DeleteOptions>(io, command, (run) => deleteThreads(run, threads)),
    );
}

async function deleteThreads(
  run: Run<DeleteOptions>,
  threads: readonly string[],
): Promise<ExitCode | undefined> {
  const { options, output, service, view } = run;
  if (!options.dryRun) await finishInterrupted(run);
  const roots = [...new Set(threads.map((text) => resolveThread(run, text, view.now)))];
  const plan = service.planDeletion(roots);
  if (options.dryRun) {
    await tellPlan(run, plan);
    return plan.references.length > 0 ? EXIT.usage : undefined;
  }
  refuseReferenced(run, plan);
  if (!options.yes && !(await isConfirmed(run, plan))) {
    output.remark('Nothing was removed.');
    return EXIT.usage;
  }
  const { threadIds } = await service.deleteThreads(roots);
  if (output.format === 'human') await output.lines([line(`Deleted ${amountOf({ ...plan, threadIds })}.`)]);
  else await output.json({ threadIds, files: plan.files.length, bytes: plan.bytes });
  return;
}

/** Names the forks, so that the user can see to them. */
function refuseReferenced(run: Run<DeleteOptions>, { references }: DeletionPlan): void {
  if (references.length === 0) return;
  const lines = references.map(
    ({ from, to }) => `  ${shortThreadId(run, from)} builds on ${shortThreadId(run, to)}`,
  );
  throw new HistoryError(
    'invalid_request',
    `forked history still references what is to be deleted:\n${lines.join('\n')}\nDelete those threads with it, or keep it.`,
  );
}

async function isConfirmed(run: Run<DeleteOptions>, plan: DeletionPlan): Promise<boolean> {
  const { io, output } = run;
  if (io.ask === undefined || output.format !== 'human') {
    throw new UsageError(
      `${amountOf(plan)} would be removed for good, and nobody can be asked here. Add --yes to do it, or --dry-run to see it.`,
    );
  }
  await tellPlan(run, plan);
  return (await io.ask('Remove them for good? Type yes: ')).trim().toLowerCase() === 'yes';
}

async function tellPlan(run: Run<DeleteOptions>, plan: DeletionPlan): Promise<void> {
  const { output, view } = run;
  if (output.format !== 'human') {
    await output.json({ ...plan, files: plan.files.map(({ plainPath }) => plainPath), dryRun: true });
    return;
  }
  const rows = plan.threadIds.map((threadId) => rowOf(run, plan, threadId));
  await output.lines([
    ...renderTable(
      [{ title: 'THREAD' }, { title: 'FILES', align: 'right' }, { title: 'NAME', flexible: true }],
      rows,
      view.width,
    ),
    line(
      `${amountOf(plan)}, from ${[...new Set(plan.files.map(({ home }) => home))].join(', ') || 'no file'}`,
    ),
    ...plan.references.map(({ from, to }) =>
      line(`Kept by ${shortThreadId(run, from)}, which builds on ${shortThreadId(run, to)}.`, 'yellow'),
    ),
  ]);
}

function rowOf(run: Run<DeleteOptions>, { files }: DeletionPlan, threadId: string): StyledLine[] {
  const thread = findThread(run.database.reader, threadId);
  const own = files.filter((file) => file.threadId === threadId).length;
  return [
    line(shortThreadId(run, threadId), 'cyan'),
    line(String(own)),
    line(thread?.name ?? thread?.preview ?? ''),
  ];
}

function amountOf({ threadIds, files, bytes }: DeletionPlan): string {
  return `${counted(threadIds.length, 'thread')} (${counted(files.length, 'file')}, ${formatBytes(bytes)})`;
}

/** Runs a rebuild of everything for a command. */
import { countOutdatedRollouts } from '../jobs/rebuild/count-outdated-rollouts.js';
import { rebuildBeside } from '../jobs/rebuild/rebuild-beside.js';
import { Projector } from '../projector/projector.js';
import type { CliIo } from './cli-io.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { createProgressReporter } from './progress-reporter.js';
import { counted } from './render/format-quantity.js';
import { summariseBesideRebuild } from './render/rebuild-report.js';
import { span } from './render/styled-line.js';
import type { Run } from './run-command.js';

export const REBUILD_BUSY = 'Another process is rebuilding this database. Try again later.';

/** Whether rows are there that another version of this program made, and that can be made again; says so if they are. */
export function isRebuildDue({ database, output, service }: Run<object>): boolean {
  if (database.readOnly !== null) return false;
  service.projector.takeInventory();
  const outdated = countOutdatedRollouts(database);
  if (outdated === 0) return false;
  const rows = `Rows of ${counted(outdated, 'rollout')} were made by another version of this program`;
  output.remark(`${rows}: everything is rebuilt beside, and takes their place when it is whole.`);
  return true;
}

/** Rebuilds everything beside, with progress on stderr; Ctrl-C leaves the old rows. */
export async function rebuildAll(
  { database, service, homes, options, output, io }: Run<object>,
  { maxBytesPerSecond }: { maxBytesPerSecond?: number | undefined } = {},
): Promise<ExitCode | undefined> {
  const { signal, forget } = interruption(io);
  const progress = createProgressReporter(options, io);
  try {
    const report = await rebuildBeside({
      database,
      projector: service.projector,
      createProjector: (fresh) => new Projector({ database: fresh, homes, now: io.now }),
      now: io.now,
      maxBytesPerSecond,
      signal,
      onProgress: (state) => progress.show(state),
      async onReport(thread) {
        if (thread.status !== 'failed' || output.format !== 'human') return;
        progress.clear();
        await output.lines([
          [span('✗ ', 'red'), span(thread.threadId, 'cyan'), span(`  ${thread.reason}`, 'red')],
        ]);
      },
    });
    progress.clear();
    if (report === null) {
      output.remark(REBUILD_BUSY);
      return EXIT.busy;
    }
    if (output.format !== 'human') await output.json(report);
    if (report.status === 'stopped') {
      output.remark(`Interrupted after ${counted(report.threads, 'thread')}; nothing was changed.`);
      return EXIT.interrupted;
    }
    output.remark(summariseBesideRebuild(report));
    return report.failed.length > 0 ? EXIT.partial : undefined;
  } finally {
    progress.clear();
    forget();
  }
}

/** A signal that Ctrl-C gives. */
export function interruption(io: CliIo): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, forget: io.onInterrupt(() => controller.abort()) };
}

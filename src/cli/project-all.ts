/** Runs a projection of threads for a command: with progress on stderr, and ended by Ctrl-C after the running batch. */
import {
  type ProjectThreadsOptions,
  projectThreads,
  type ThreadReport,
  type ThreadStatus,
} from '../projector/project-threads.js';
import { createProgressReporter } from './progress-reporter.js';
import type { Run } from './run-command.js';

export interface ProjectionTotals {
  threads: number;
  projected: number;
  unchanged: number;
  sourceGone: number;
  failed: number;
  /** Plain text read. */
  bytesRead: number;
  linesParsed: number;
  durationMs: number;
}

export interface ProjectionRun {
  totals: ProjectionTotals;
  interrupted: boolean;
}

const COUNTER = {
  projected: 'projected',
  unchanged: 'unchanged',
  source_gone: 'sourceGone',
  failed: 'failed',
} as const satisfies Record<ThreadStatus, keyof ProjectionTotals>;

/** Which threads, and how fast. */
export type ProjectionChoice = Pick<ProjectThreadsOptions, 'threadIds' | 'since' | 'maxBytesPerSecond'>;

/** Projects all threads, or the chosen ones; `onReport` is told of each. */
export async function projectAll(
  { database, service, options, io }: Run<unknown>,
  choice: ProjectionChoice | undefined,
  onReport: (report: ThreadReport) => Promise<void>,
): Promise<ProjectionRun> {
  const started = io.now();
  const controller = new AbortController();
  const forget = io.onInterrupt(() => controller.abort());
  const progress = createProgressReporter(options, io);
  const { counters } = service.projector;
  const before = { ...counters };
  const totals: ProjectionTotals = {
    threads: 0,
    projected: 0,
    unchanged: 0,
    sourceGone: 0,
    failed: 0,
    bytesRead: 0,
    linesParsed: 0,
    durationMs: 0,
  };
  try {
    const reports = projectThreads({
      database,
      projector: service.projector,
      ...choice,
      signal: controller.signal,
      onProgress: (state) => progress.show(state),
    });
    for await (const report of reports) {
      totals.threads++;
      totals[COUNTER[report.status]]++;
      progress.clear();
      await onReport(report);
    }
  } finally {
    progress.clear();
    forget();
  }
  // Also what was read of a thread that was left half-way.
  totals.bytesRead = counters.bytesRead - before.bytesRead;
  totals.linesParsed = counters.linesParsed - before.linesParsed;
  totals.durationMs = io.now() - started;
  return { totals, interrupted: controller.signal.aborted };
}

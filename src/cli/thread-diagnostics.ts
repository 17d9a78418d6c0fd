/** What could not be read in the files of a thread, those it continues included. */
import { threadNotFound } from '../api/read-thread.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { type DiagnosticRow, listDiagnostics } from '../store/diagnostics.js';
import { findThread } from '../store/threads.js';
import type { CommandContext } from './context.js';

export interface ThreadDiagnostics {
  lineage: ThreadLineage;
  sourceGone: boolean;
  /** In the order of the lineage and of the log; `thread_id` is the id of the rollout. */
  diagnostics: DiagnosticRow[];
}

const MOST_ROWS = 100_000;

/**
 * Projects what is new of a thread and lists its diagnostics.
 *
 * @throws HistoryError `thread_not_found`
 */
export async function listDiagnosticsOf(
  { database, service }: Pick<CommandContext, 'database' | 'service'>,
  threadId: string,
): Promise<ThreadDiagnostics> {
  const lineage = await service.projector.prepareThread(threadId);
  if (lineage === null) throw threadNotFound(threadId);
  return {
    lineage,
    sourceGone: findThread(database.reader, threadId)?.source_gone === 1,
    diagnostics: lineage.segments.flatMap(({ rolloutId }) =>
      listDiagnostics(database.reader, rolloutId, MOST_ROWS),
    ),
  };
}

/**
 * Projects threads one after the other, the one written to last first, so that what people look for soonest is ready
 * soonest. A thread that fails is reported and the next one goes on; what was committed stays, wherever it ends.
 */
import type { HistoryDatabase } from '../store/open-history-database.js';
import { listThreadSources, type ThreadSource } from '../store/thread-sources.js';
import { findThread } from '../store/threads.js';
import type { Projector } from './projector.js';

export interface ProjectThreadsOptions {
  database: HistoryDatabase;
  projector: Projector;
  /** Only these; all known threads when absent. */
  threadIds?: readonly string[] | undefined;
  /** Stops after the batch that runs. */
  signal?: AbortSignal | undefined;
  /** Called after each batch and each thread. */
  onProgress?: ((progress: ThreadsProgress) => void) | undefined;
}

/** How far the work has come. Bytes are of files on disk, so that their total is known beforehand. */
export interface ThreadsProgress {
  threadsDone: number;
  threads: number;
  bytesDone: number;
  bytes: number;
  /** Plain text read, more than `bytesDone` where files are compressed. */
  bytesRead: number;
}

export type ThreadStatus = 'projected' | 'unchanged' | 'source_gone' | 'failed';

/** What became of one thread. */
export interface ThreadReport {
  threadId: string;
  status: ThreadStatus;
  /** Why it failed. */
  reason?: string;
  /** Rollout id of an ancestor that cannot be shown any more. */
  missingAncestor?: string;
  /** Plain text read for it. */
  bytesRead: number;
  linesParsed: number;
}

/** Thrown between batches, to leave a projection where it stands. */
class Stopped extends Error {}

/** Projects threads; yields a report for each that came to an end. */
export async function* projectThreads(
  options: ProjectThreadsOptions,
): AsyncGenerator<ThreadReport, void, undefined> {
  const { database, projector, signal, onProgress } = options;
  projector.takeInventory();
  const sources = selectSources(listThreadSources(database.reader), options.threadIds);
  const progress: ThreadsProgress = {
    threadsDone: 0,
    threads: sources.length,
    bytesDone: 0,
    bytes: sources.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
    bytesRead: 0,
  };
  const readBefore = projector.counters.bytesRead;
  const tell = (bytesDone: number): void => {
    onProgress?.({ ...progress, bytesDone, bytesRead: projector.counters.bytesRead - readBefore });
  };
  tell(0);
  for (const source of sources) {
    if (signal?.aborted) return;
    const onBatch = (done: number): void => {
      tell(progress.bytesDone + Math.min(done, source.size_bytes));
      if (signal?.aborted) throw new Stopped();
    };
    const report = await projectThread(options, source, onBatch);
    if (report === null) return;
    progress.threadsDone++;
    progress.bytesDone += source.size_bytes;
    tell(progress.bytesDone);
    yield report;
  }
}

/** Ids that no file is known of come last; projecting them tells why. */
function selectSources(
  known: readonly ThreadSource[],
  threadIds: readonly string[] | undefined,
): ThreadSource[] {
  if (threadIds === undefined) return [...known];
  const wanted = new Set(threadIds);
  const found = known.filter(({ thread_id }) => wanted.delete(thread_id));
  return [...found, ...[...wanted].map((thread_id) => ({ thread_id, size_bytes: 0, modified_at_ms: 0 }))];
}

/** Null when it was stopped. */
async function projectThread(
  { database, projector }: ProjectThreadsOptions,
  { thread_id: threadId }: ThreadSource,
  onBatch: (bytesDone: number) => void,
): Promise<ThreadReport | null> {
  const { bytesRead, linesParsed, batches } = projector.counters;
  const report = (status: ThreadStatus, more: Partial<ThreadReport> = {}): ThreadReport => ({
    threadId,
    status,
    ...more,
    bytesRead: projector.counters.bytesRead - bytesRead,
    linesParsed: projector.counters.linesParsed - linesParsed,
  });
  try {
    const lineage = await projector.prepareThread(threadId, {
      onProgress: ({ nextOffset, sourceBytes }) => onBatch(Math.min(nextOffset, sourceBytes)),
    });
    if (lineage === null) {
      const known = findThread(database.reader, threadId) !== null;
      return known
        ? report('source_gone', { reason: 'its file is gone, and nothing of it was projected' })
        : report('failed', { reason: 'no home has a rollout of this thread' });
    }
    const more = lineage.missingAncestor === null ? {} : { missingAncestor: lineage.missingAncestor };
    if (findThread(database.reader, threadId)?.source_gone === 1) return report('source_gone', more);
    return report(projector.counters.batches > batches ? 'projected' : 'unchanged', more);
  } catch (error) {
    if (error instanceof Stopped) return null;
    return report('failed', { reason: error instanceof Error ? error.message : String(error) });
  }
}

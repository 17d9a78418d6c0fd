/** Projects one thread, and says what became of it in words for people. */
import type { HistoryDatabase } from '../store/open-history-database.js';
import { isStoreFailure } from '../store/recovery/explain-store-failure.js';
import { findThread } from '../store/threads.js';
import type { ProjectionCounters } from './projection-counters.js';
import type { Projector } from './projector.js';

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

export interface ProjectThreadOptions {
  database: HistoryDatabase;
  projector: Projector;
  threadId: string;
  /** Work done for it; what was done before counts as done for it, too. */
  counters: ProjectionCounters;
  isStopping: () => boolean;
  /** Told the bytes of its files that are done. */
  onBatch: (bytesDone: number) => void;
  /** Waited for after each run of batches. */
  pause: () => Promise<void>;
}

/** Thrown between batches, to leave a projection where it stands. */
class Stopped extends Error {}

/**
 * Projects a thread; null when it was stopped.
 *
 * @throws StoreError for what the next thread would meet, too
 */
export async function projectThread(options: ProjectThreadOptions): Promise<ThreadReport | null> {
  const { database, projector, threadId, counters, isStopping, onBatch, pause } = options;
  const report = (status: ThreadStatus, more: Partial<ThreadReport> = {}): ThreadReport => ({
    threadId,
    status,
    ...more,
    bytesRead: counters.bytesRead,
    linesParsed: counters.linesParsed,
  });
  try {
    const lineage = await projector.prepareThread(threadId, {
      counters,
      pause,
      onProgress({ nextOffset, sourceBytes }) {
        onBatch(Math.min(nextOffset, sourceBytes));
        if (isStopping()) throw new Stopped();
      },
    });
    if (lineage === null) {
      const known = findThread(database.reader, threadId) !== null;
      return known
        ? report('source_gone', { reason: 'its file is gone, and nothing of it was projected' })
        : report('failed', { reason: 'no home has a rollout of this thread' });
    }
    const more = lineage.missingAncestor === null ? {} : { missingAncestor: lineage.missingAncestor };
    if (findThread(database.reader, threadId)?.source_gone === 1) return report('source_gone', more);
    return report(counters.batches > 0 ? 'projected' : 'unchanged', more);
  } catch (error) {
    if (error instanceof Stopped) return null;
    // The next thread would fare no better.
    if (isStoreFailure(error)) throw error;
    return report('failed', { reason: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * What the model would see if a thread were taken up again now. It is made from the log and not from rows, and of the log only
 * as much is read as is needed.
 */
import {
  boundedSuffix,
  lastTokenUsage,
  type ModelContext,
  reconstructModelContext,
  type TokenUsageInfo,
} from '../model-context/index.js';
import type { Projector } from '../projector/projector.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { readRolloutHead } from '../rollout/index.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { findRollout } from '../store/rollouts.js';
import { HistoryError } from './history-error.js';
import { newestRecords, type RecordScan } from './model-context/newest-records.js';

export interface ModelContextScan extends RecordScan {
  /** All was read; nothing in the log says enough of what was before it. */
  reachedBeginning: boolean;
}

export interface ModelContextView extends ModelContext {
  threadId: string;
  historyMode: ThreadLineage['historyMode'];
  /** They come before the history in every request; null when the log does not have them. */
  baseInstructions: string | null;
  /** What a session that goes on begins to count with. */
  tokenUsage: TokenUsageInfo | null;
  scan: ModelContextScan;
}

export interface ReadModelContextOptions {
  database: HistoryDatabase;
  projector: Projector;
  lineage: ThreadLineage;
}

/**
 * Reads the model context of a thread that is ready to be read.
 *
 * @throws HistoryError `unsupported` for a log without envelope; `invalid_request` for an ancestor that was cut short
 * @throws RolloutError for a log that cannot be read
 */
export function readModelContext({
  database,
  projector,
  lineage,
}: ReadModelContextOptions): ModelContextView {
  const { threadId, historyMode } = lineage;
  const newest = lineage.segments.at(-1);
  const row = newest === undefined ? null : findRollout(database.reader, newest.rolloutId);
  if (row === null) throw new HistoryError('internal', `Thread ${threadId} has no rollout.`);
  const { meta, format } = readRolloutHead({ path: row.path });
  if (format === 'bare') {
    throw new HistoryError(
      'unsupported',
      `Thread ${threadId} was written before logs had records; no session can take it up again.`,
    );
  }
  const scan: RecordScan = { rollouts: 0, lines: 0, bytes: 0, unreadableLines: 0, missingLog: null };
  const { records, reachedBeginning } = boundedSuffix(newestRecords({ projector, lineage, scan }), {
    rollbacks: historyMode === 'legacy',
  });
  return {
    threadId,
    historyMode,
    baseInstructions: meta?.base_instructions?.text ?? null,
    ...reconstructModelContext({ meta }, records),
    tokenUsage: lastTokenUsage(records),
    scan: { ...scan, reachedBeginning },
  };
}

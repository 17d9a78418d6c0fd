/** Reads pages together with the position at which they were true, so that a subscription can go on from there. */
import type Database from 'better-sqlite3';
import type { Projector } from '../projector/projector.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { encodeChangePosition } from './cursors/change-position.js';
import { headPosition } from './list-changes.js';
import { prepareThread } from './prepare-thread.js';

export interface ReadWithPositionOptions {
  database: HistoryDatabase;
  projector: Projector;
  threadId: string;
}

/**
 * Runs `read` on one snapshot of a thread's rows.
 *
 * @returns what `read` gave, and the position from which `subscribeThread` tells exactly what it did not see
 * @throws HistoryError `thread_not_found`, and what `read` throws
 */
export async function readWithPosition<Result>(
  { database, projector, threadId }: ReadWithPositionOptions,
  read: (connection: Database.Database, lineage: ThreadLineage) => Result,
): Promise<{ result: Result; position: string }> {
  const lineage = await prepareThread(projector, threadId);
  return database.snapshot((connection) => ({
    result: read(connection, lineage),
    position: encodeChangePosition(headPosition(connection, lineage)),
  }));
}

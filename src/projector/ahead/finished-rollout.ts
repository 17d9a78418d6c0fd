/** A rollout that was projected elsewhere, from its first line to its last: the same code on a database in memory. */

import Database from 'better-sqlite3';
import { readCheckpoint } from '../../store/checkpoint.js';
import { type FinishedRows, insertFinishedRows, readFinishedRows } from '../../store/finished-rows.js';
import { migrate } from '../../store/migrate.js';
import { HistoryDatabase } from '../../store/open-history-database.js';
import { removeRolloutRows } from '../../store/rollout-rows.js';
import { writeThreadModel } from '../../store/threads.js';
import type { ModelNote } from '../model-note.js';
import { projectRollout } from '../project-rollout.js';
import type { ProjectionCounters } from '../projection-counters.js';
import type { RolloutSource } from '../rollout-source.js';

export interface FinishedRollout {
  rows: FinishedRows;
  /** What its newest turn ran with, if it says so. */
  model: ModelNote | null;
  counters: ProjectionCounters;
}

/** Indexes that only reading needs. */
const FOR_READERS = [
  'idx_thread_turns_end_page',
  'idx_thread_turns_updated_page',
  'idx_thread_items_user_messages',
  'idx_thread_items_updated_page',
  'idx_thread_realtime_items_boundary',
  'idx_thread_removed_turns_page',
];

/** A database in memory with the tables of a history, for one rollout at a time. */
export async function openScratchDatabase(): Promise<HistoryDatabase> {
  const connection = new Database(':memory:');
  await migrate(connection);
  for (const index of FOR_READERS) connection.exec(`drop index ${index}`);
  return new HistoryDatabase(':memory:', connection, connection);
}

/**
 * Projects a rollout from its first line on; null when its file is gone.
 *
 * @throws what `projectRollout` throws; the scratch database is empty again
 */
export async function finishRollout(
  scratch: HistoryDatabase,
  source: RolloutSource,
): Promise<FinishedRollout | null> {
  const counters: ProjectionCounters = { bytesRead: 0, linesParsed: 0, batches: 0 };
  let model: ModelNote | null = null;
  const onModel = (note: ModelNote): void => {
    model = note;
  };
  try {
    const work = projectRollout({ database: scratch, source, counters, onModel });
    for (;;) {
      const step = await work.next();
      if (!step.done) continue;
      if (step.value !== 'projected') return null;
      return { rows: readFinishedRows(scratch.writer, source.rolloutId), model, counters };
    }
  } finally {
    scratch.transaction((connection) => removeRolloutRows(connection, source.rolloutId));
  }
}

/** Writes it, in one transaction; false when the rollout has rows by now, which stay. */
export function writeFinishedRollout(
  database: HistoryDatabase,
  { rolloutId, threadId }: RolloutSource,
  { rows, model }: FinishedRollout,
): boolean {
  return database.transaction((connection) => {
    if (readCheckpoint(connection, rolloutId) !== null) return false;
    insertFinishedRows(connection, rolloutId, rows);
    if (model) writeThreadModel(connection, threadId, model);
    return true;
  });
}

/** Rewinds checkpoints, as no crash can: for laws on lines that are applied again. */
import { advanceCheckpoint, type CheckpointRow, readCheckpoint } from '../../src/store/checkpoint.js';
import type { HistoryDatabase } from '../../src/store/open-history-database.js';

/** Puts a rollout's checkpoint back to what it was; null: to none. Rows stay as they are. */
export function restoreCheckpoint(
  database: HistoryDatabase,
  rolloutId: string,
  checkpoint: CheckpointRow | null,
): void {
  if (checkpoint === null) {
    database.writer
      .prepare<[string]>('delete from thread_history_projection_state where thread_id = ?')
      .run(rolloutId);
    return;
  }
  const standing = readCheckpoint(database.writer, rolloutId);
  advanceCheckpoint(database.writer, standing?.next_rollout_byte_offset ?? null, checkpoint);
}

/**
 * Commits a run of batches: rows, and the checkpoint behind them, in one transaction (design, laws 4 and 5). Of two processes that
 * project a rollout one advances; the other learns that it has to look again.
 */
import type { RolloutStat } from '../rollout/index.js';
import { advanceCheckpoint, type CheckpointRow, readCheckpoint } from '../store/checkpoint.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { writeThreadModel } from '../store/threads.js';
import type { ModelNote } from './model-note.js';
import { nextCheckpoint } from './next-checkpoint.js';
import { addCounters, type ProjectionCounters } from './projection-counters.js';
import type { LineBatch } from './read-batches.js';
import type { RolloutSource } from './rollout-source.js';
import type { RowWriter } from './row-writer.js';

/** Thrown inside a transaction when another process has moved the checkpoint. */
export class CheckpointMoved extends Error {}

/** Whether a checkpoint is still the one that was worked from. */
export function isStanding(now: CheckpointRow | null, then: CheckpointRow | null): boolean {
  return (
    now?.next_rollout_byte_offset === then?.next_rollout_byte_offset &&
    now?.tail_digest === then?.tail_digest &&
    now?.projector_version === then?.projector_version
  );
}

export interface CommitRun {
  run: Iterable<LineBatch>;
  writer: RowWriter;
  /** The one that was worked from. */
  checkpoint: CheckpointRow | null;
  stat: RolloutStat;
  counters: ProjectionCounters | undefined;
  /** Told what the log says of the model, after it is written. */
  onModel: ((model: ModelNote) => void) | undefined;
}

/**
 * Commits the rows of a run of batches together with the checkpoint behind it.
 *
 * @returns that checkpoint
 * @throws CheckpointMoved, and nothing was written
 */
export function commitRun(
  database: HistoryDatabase,
  source: RolloutSource,
  { run, writer, checkpoint, stat, counters, onModel }: CommitRun,
): CheckpointRow {
  return database.transaction((connection) => {
    // Before anything is written: rows of somebody else's run would be in the way of these.
    if (!isStanding(readCheckpoint(connection, source.rolloutId), checkpoint)) throw new CheckpointMoved();
    let row = checkpoint;
    for (const batch of run) {
      for (const outcome of batch.outcomes) writer.write(connection, outcome);
      writer.flush(connection);
      if (batch.model) {
        writeThreadModel(connection, source.threadId, batch.model);
        onModel?.(batch.model);
      }
      row = nextCheckpoint(source, row, writer.reducedTo(batch.position), batch, stat);
      const { bytesRead, linesParsed } = batch;
      if (counters) addCounters(counters, { bytesRead, linesParsed, batches: 1 });
    }
    if (row === null || row === checkpoint) throw new Error('a run without a batch');
    const moved = advanceCheckpoint(connection, checkpoint?.next_rollout_byte_offset ?? null, row);
    if (moved === 'conflict') throw new CheckpointMoved();
    return row;
  });
}

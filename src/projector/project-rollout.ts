/**
 * Projects one rollout from its checkpoint to the last complete line of its file, in batches that each commit rows and
 * checkpoint together (design, laws 4 and 5). A generator, so that its driver decides what happens between batches.
 */
import type { RolloutStat } from '../rollout/index.js';
import {
  advanceCheckpoint,
  type CheckpointRow,
  markSourceGone,
  noteSourceSeen,
  readCheckpoint,
} from '../store/checkpoint.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { removeRolloutRows, setRolloutRowsAside } from '../store/rollout-rows.js';
import { writeThreadModel } from '../store/threads.js';
import { BatchFeed } from './batch-feed.js';
import { examineSource, type SourceState } from './examine-source.js';
import { nextCheckpoint } from './next-checkpoint.js';
import { canProofread, readRunsProofread } from './proofreading/read-runs-proofread.js';
import { type LineBatch, type ReadBatchesOptions, readBatches } from './read-batches.js';
import type { RolloutSource } from './rollout-source.js';
import { RowWriter, recordFinding } from './row-writer.js';

export interface ProjectRolloutOptions {
  database: HistoryDatabase;
  source: RolloutSource;
  counters?: ProjectionCounters | undefined;
  /** Bytes of log that are in memory at a time, 256 KiB unless told; a transaction takes in some batches. */
  batchBytes?: number | undefined;
}

/** Work done so far; a driver may show it, a benchmark prints it. */
export interface ProjectionCounters {
  bytesRead: number;
  linesParsed: number;
  batches: number;
}

const BATCH_BYTES = 256 * 1024;

/** From this much on, a second thread earns more than it costs to start. */
const WORTH_A_THREAD_BYTES = 8 * 1024 * 1024;

/** Where a projection stands after a batch. */
export interface ProjectionProgress {
  nextOffset: number;
  /** Bytes of the file on disk; of the plain text when it is not compressed. */
  sourceBytes: number;
}

/** What a projection came to. */
export type ProjectionOutcome =
  /** Rows reflect the file to its last complete line. */
  | 'projected'
  /** They did already. */
  | 'unchanged'
  /** The file is gone or too short; rows are kept as they were. */
  | 'source_gone';

/** Thrown inside a transaction when another process has moved the checkpoint. */
class CheckpointMoved extends Error {}

/**
 * Brings the rows of a rollout up to its file.
 *
 * @throws RolloutError when the path is no readable file
 */
export async function* projectRollout(
  options: ProjectRolloutOptions,
): AsyncGenerator<ProjectionProgress, ProjectionOutcome, undefined> {
  const { database, source } = options;
  for (;;) {
    const checkpoint = readCheckpoint(database.writer, source.rolloutId);
    const state = examineSource(source, checkpoint);
    switch (state.kind) {
      case 'unchanged':
        return 'unchanged';
      case 'vanished':
      case 'shrank':
        noteGone(database, source, checkpoint, state);
        return 'source_gone';
      case 'replaced':
        startAgain(database, source, checkpoint, state);
        continue;
    }
    try {
      yield* readOn(options, checkpoint, state.stat);
      return 'projected';
    } catch (error) {
      // Somebody else projects this rollout too: what they did need not be done again.
      if (!(error instanceof CheckpointMoved)) throw error;
    }
  }
}

function noteGone(
  database: HistoryDatabase,
  source: RolloutSource,
  checkpoint: CheckpointRow | null,
  state: Extract<SourceState, { kind: 'vanished' | 'shrank' }>,
): void {
  const known = checkpoint?.source_gone === state.kind;
  if (checkpoint === null || (known && state.kind === 'vanished')) return;
  if (known && state.kind === 'shrank' && state.stat.mtimeNs === checkpoint.source_mtime_ns) return;
  database.transaction((connection) => {
    markSourceGone(connection, source.rolloutId, state.kind);
    if (state.kind === 'shrank') noteSourceSeen(connection, source.rolloutId, state.stat);
  });
}

/** Rows of text that is no longer there are kept under another id; rows of an older projector are simply made again. */
function startAgain(
  database: HistoryDatabase,
  source: RolloutSource,
  checkpoint: CheckpointRow | null,
  { outdated }: Extract<SourceState, { kind: 'replaced' }>,
): void {
  database.transaction((connection) => {
    // Somebody else may have started again already, and their rows are of the new text.
    if (!isStanding(readCheckpoint(connection, source.rolloutId), checkpoint)) return;
    if (outdated) {
      removeRolloutRows(connection, source.rolloutId);
      return;
    }
    const keptAs = setRolloutRowsAside(connection, source.rolloutId);
    const detail = `the file no longer holds the text it was projected from; rows of that text are kept as ${keptAs}`;
    const finding = { kind: 'source_replaced', action: 'projected_again', ordinal: null, detail } as const;
    recordFinding(connection, source.rolloutId, { start: 0, end: 0 }, finding);
  });
}

async function* readOn(
  options: ProjectRolloutOptions,
  checkpoint: CheckpointRow | null,
  stat: RolloutStat,
): AsyncGenerator<ProjectionProgress, void, undefined> {
  const { database, source, counters } = options;
  const writer = new RowWriter(source, checkpoint);
  let standing = checkpoint;
  for await (const run of runsOf(options, checkpoint, stat)) {
    standing = commitRun(database, source, { run, writer, checkpoint: standing, stat, counters });
    yield { nextOffset: standing.next_rollout_byte_offset, sourceBytes: stat.size };
  }
}

/** Runs of batches from the checkpoint on; with a proofreader when there is much to read. */
function runsOf(
  { source, batchBytes = BATCH_BYTES }: ProjectRolloutOptions,
  checkpoint: CheckpointRow | null,
  stat: RolloutStat,
): Iterable<Iterable<LineBatch>> | AsyncIterable<Iterable<LineBatch>> {
  const offset = checkpoint?.next_rollout_byte_offset ?? 0;
  const options: ReadBatchesOptions = {
    source,
    offset,
    position: {
      nextOrdinal: checkpoint?.next_rollout_ordinal ?? source.initialOrdinal,
      unrecognisedItems: checkpoint?.unrecognised_items ?? 0,
    },
    batchBytes,
  };
  const much = (stat.compressed ? stat.size : stat.size - offset) >= WORTH_A_THREAD_BYTES;
  return much && source.reducer === 'canonical' && canProofread()
    ? readRunsProofread(options)
    : new BatchFeed(readBatches(options)).runs();
}

/** Whether a checkpoint is still the one that was worked from. */
function isStanding(now: CheckpointRow | null, then: CheckpointRow | null): boolean {
  return (
    now?.next_rollout_byte_offset === then?.next_rollout_byte_offset &&
    now?.tail_digest === then?.tail_digest &&
    now?.projector_version === then?.projector_version
  );
}

interface CommitRun {
  run: Iterable<LineBatch>;
  writer: RowWriter;
  checkpoint: CheckpointRow | null;
  stat: RolloutStat;
  counters: ProjectionCounters | undefined;
}

/** Commits the rows of a run of batches together with the checkpoint behind it. */
function commitRun(
  database: HistoryDatabase,
  source: RolloutSource,
  { run, writer, checkpoint, stat, counters }: CommitRun,
): CheckpointRow {
  return database.transaction((connection) => {
    // Before anything is written: rows of somebody else's run would be in the way of these.
    if (!isStanding(readCheckpoint(connection, source.rolloutId), checkpoint)) throw new CheckpointMoved();
    let row = checkpoint;
    for (const batch of run) {
      for (const outcome of batch.outcomes) writer.write(connection, outcome);
      if (batch.model) writeThreadModel(connection, source.threadId, batch.model);
      row = nextCheckpoint(source, row, writer.reducedTo(batch.position), batch, stat);
      if (counters) count(counters, batch);
    }
    if (row === null || row === checkpoint) throw new Error('a run without a batch');
    const moved = advanceCheckpoint(connection, checkpoint?.next_rollout_byte_offset ?? null, row);
    if (moved === 'conflict') throw new CheckpointMoved();
    return row;
  });
}

function count(counters: ProjectionCounters, batch: LineBatch): void {
  counters.bytesRead += batch.bytesRead;
  counters.linesParsed += batch.linesParsed;
  counters.batches++;
}

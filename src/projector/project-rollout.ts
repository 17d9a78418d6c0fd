/**
 * Projects one rollout from its checkpoint to the last complete line of its file, in batches that each commit rows and
 * checkpoint together (design, laws 4 and 5). A generator, so that its driver decides what happens between batches.
 */
import type { RolloutStat } from '../rollout/index.js';
import { type CheckpointRow, markSourceGone, noteSourceSeen, readCheckpoint } from '../store/checkpoint.js';
import { insertDiagnostic, listDiagnosticsOfKind } from '../store/diagnostics.js';
import { letLogGrow } from '../store/open-connection.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { removeRolloutRows, setRolloutRowsAside } from '../store/rollout-rows.js';
import { BatchFeed } from './batch-feed.js';
import { CheckpointMoved, commitRun, isStanding } from './commit-run.js';
import { examineSource, type SourceState } from './examine-source.js';
import { sourceReplaced } from './finding.js';
import type { ModelNote } from './model-note.js';
import type { ProjectionCounters } from './projection-counters.js';
import { canProofread, readRunsProofread } from './proofreading/read-runs-proofread.js';
import { type LineBatch, type ReadBatchesOptions, readBatches } from './read-batches.js';
import { positionAfter, startPosition } from './read-position.js';
import type { RolloutSource } from './rollout-source.js';
import { RowWriter, recordFinding } from './row-writer.js';

export interface ProjectRolloutOptions {
  database: HistoryDatabase;
  source: RolloutSource;
  counters?: ProjectionCounters | undefined;
  /** Told what the log says of the model, after it is written. */
  onModel?: ((model: ModelNote) => void) | undefined;
  /** Bytes of log that are in memory at a time, 256 KiB unless told; a transaction takes in some batches. */
  batchBytes?: number | undefined;
}

const BATCH_BYTES = 256 * 1024;

/** From this much on, a second thread earns more than it costs to start, and the write-ahead log is folded in afterwards. */
const MUCH_BYTES = 8 * 1024 * 1024;

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
        if (state.outdated) break;
        setAside(database, source, checkpoint);
        continue;
    }
    try {
      if (state.kind === 'replaced') {
        yield makeAgain(options, checkpoint, state.stat);
        return 'projected';
      }
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

/** Rows of text that is no longer there are kept under another id. */
function setAside(database: HistoryDatabase, source: RolloutSource, checkpoint: CheckpointRow | null): void {
  database.transaction((connection) => {
    // Somebody else may have started again already, and their rows are of the new text.
    if (!isStanding(readCheckpoint(connection, source.rolloutId), checkpoint)) return;
    const keptAs = setRolloutRowsAside(connection, source.rolloutId);
    recordFinding(connection, source.rolloutId, { start: 0, end: 0 }, sourceReplaced(keptAs));
  });
}

/** Rows of an older projector are made again, in one transaction however long the rollout is: readers never see a part of them. */
function makeAgain(
  options: ProjectRolloutOptions,
  checkpoint: CheckpointRow | null,
  stat: RolloutStat,
): ProjectionProgress {
  const { database, source, counters, onModel, batchBytes = BATCH_BYTES } = options;
  const position = startPosition(source);
  return database.transaction((connection) => {
    if (!isStanding(readCheckpoint(connection, source.rolloutId), checkpoint)) throw new CheckpointMoved();
    const told = listDiagnosticsOfKind(connection, source.rolloutId, 'source_replaced');
    removeRolloutRows(connection, source.rolloutId);
    // That rows of an earlier text are kept, no projection can know.
    for (const row of told) insertDiagnostic(connection, row);
    const run = readBatches({ source, offset: 0, position, batchBytes });
    const writer = new RowWriter(source, null);
    const standing = commitRun(database, source, { run, writer, checkpoint: null, stat, counters, onModel });
    return { nextOffset: standing.next_rollout_byte_offset, sourceBytes: stat.size };
  });
}

async function* readOn(
  options: ProjectRolloutOptions,
  checkpoint: CheckpointRow | null,
  stat: RolloutStat,
): AsyncGenerator<ProjectionProgress, void, undefined> {
  const { database, source, counters, onModel } = options;
  const writer = new RowWriter(source, checkpoint);
  const endGrowth = isMuch(checkpoint, stat) ? letLogGrow(database.writer) : null;
  let standing = checkpoint;
  try {
    for await (const run of runsOf(options, checkpoint, stat)) {
      standing = commitRun(database, source, { run, writer, checkpoint: standing, stat, counters, onModel });
      yield { nextOffset: standing.next_rollout_byte_offset, sourceBytes: stat.size };
    }
  } finally {
    endGrowth?.();
  }
}

/** Much to read, as far as the size of the file tells. */
function isMuch(checkpoint: CheckpointRow | null, { compressed, size }: RolloutStat): boolean {
  return (compressed ? size : size - (checkpoint?.next_rollout_byte_offset ?? 0)) >= MUCH_BYTES;
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
    position: positionAfter(source, checkpoint),
    batchBytes,
  };
  return isMuch(checkpoint, stat) && source.reducer === 'canonical' && canProofread()
    ? readRunsProofread(options)
    : new BatchFeed(readBatches(options)).runs();
}

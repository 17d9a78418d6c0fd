/**
 * Projects one rollout from its checkpoint to the last complete line of its file, in batches that each commit rows and
 * checkpoint together (design, laws 4 and 5). A generator, so that its driver decides what happens between batches.
 */
import type Database from 'better-sqlite3';
import { type DecodedLine, decodeLine } from '../events/decode-line.js';
import { digestSpan, isBlankLine, RolloutError, type RolloutStat, readLines } from '../rollout/index.js';
import {
  advanceCheckpoint,
  type CheckpointRow,
  markSourceGone,
  noteSourceSeen,
  readCheckpoint,
} from '../store/checkpoint.js';
import { insertDiagnostic } from '../store/diagnostics.js';
import type { HistoryDatabase } from '../store/open-history-database.js';
import { removeRolloutRows, setRolloutRowsAside } from '../store/rollout-rows.js';
import { writeThreadModel } from '../store/threads.js';
import { digestOf, examineSource, type SourceState } from './examine-source.js';
import type { Finding } from './finding.js';
import type { LineReducer, PlacedText } from './line-reducer.js';
import { type ModelNote, modelOf } from './model-note.js';
import { openLineReducer } from './open-line-reducer.js';
import { PROJECTOR_VERSION } from './projector-version.js';
import type { RolloutSource } from './rollout-source.js';
import { TailWindow, WINDOW_BYTES } from './tail-window.js';

/** Work done so far; a driver may show it, a benchmark prints it. */
export interface ProjectionCounters {
  bytesRead: number;
  linesParsed: number;
  batches: number;
}

export interface ProjectRolloutOptions {
  database: HistoryDatabase;
  source: RolloutSource;
  counters?: ProjectionCounters | undefined;
  /** Bytes of log that one transaction takes in, 2 MiB unless told. */
  batchBytes?: number | undefined;
}

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

const BATCH_BYTES = 2 * 1024 * 1024;

/** Thrown inside a transaction when another process has moved the checkpoint. */
class CheckpointMoved extends Error {}

/**
 * Brings the rows of a rollout up to its file.
 *
 * @throws RolloutError when the path is no readable file
 */
export function* projectRollout(
  options: ProjectRolloutOptions,
): Generator<ProjectionProgress, ProjectionOutcome, undefined> {
  const { database, source } = options;
  for (;;) {
    const checkpoint = readCheckpoint(database.writer, source.rolloutId);
    const state = examineSource(source.path, checkpoint);
    switch (state.kind) {
      case 'unchanged':
        return 'unchanged';
      case 'vanished':
      case 'shrank':
        noteGone(database, source, checkpoint, state);
        return 'source_gone';
      case 'replaced':
        startAgain(database, source, state);
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
  { outdated }: Extract<SourceState, { kind: 'replaced' }>,
): void {
  database.transaction((connection) => {
    if (outdated) {
      removeRolloutRows(connection, source.rolloutId);
      return;
    }
    const keptAs = setRolloutRowsAside(connection, source.rolloutId);
    recordFinding(
      connection,
      source,
      { start: 0, end: 0 },
      {
        kind: 'source_replaced',
        action: 'projected_again',
        ordinal: null,
        detail: `the file no longer holds the text it was projected from; rows of that text are kept as ${keptAs}`,
      },
    );
  });
}

function recordFinding(
  connection: Database.Database,
  source: RolloutSource,
  { start, end }: { start: number; end: number },
  { kind, action, ordinal, detail }: Finding,
): void {
  insertDiagnostic(connection, {
    thread_id: source.rolloutId,
    start_byte: start,
    end_byte: end,
    ordinal,
    kind,
    action,
    detail,
  });
}

/** Lines that wait for their transaction. */
interface Batch {
  texts: PlacedText[];
  nextOffset: number;
  tail: { bytes: number; digest: string };
  model: ModelNote | null;
}

function* readOn(
  options: ProjectRolloutOptions,
  checkpoint: CheckpointRow | null,
  stat: RolloutStat,
): Generator<ProjectionProgress, void, undefined> {
  const commit = committer(options, checkpoint, stat);
  const from = checkpoint?.next_rollout_byte_offset ?? 0;
  // One batch is held back, because the last one tells the checkpoint that the file was read to its end.
  let held: Batch | null = null;
  let damage: Finding | null = null;
  try {
    for (const batch of readBatches(options, from)) {
      if (held) yield { nextOffset: commit({ batch: held, last: false, damage }), sourceBytes: stat.size };
      held = batch;
    }
  } catch (error) {
    if (!(error instanceof RolloutError) || error.code !== 'damaged_compression') throw error;
    damage = { kind: 'damaged_compression', action: 'rest_skipped', ordinal: null, detail: error.message };
  }
  yield { nextOffset: commit({ batch: held, last: true, damage }), sourceBytes: stat.size };
}

/** Reads, frames and decodes complete lines, outside any transaction. */
function* readBatches(
  { source, counters, batchBytes = BATCH_BYTES }: ProjectRolloutOptions,
  from: number,
): Generator<Batch, void, undefined> {
  const tail = new TailWindow();
  let texts: PlacedText[] = [];
  let model: ModelNote | null = null;
  let begin = from;
  let end = from;
  const takeBatch = (): Batch => {
    const bytes = tail.bytes();
    const batch = { texts, nextOffset: end, tail: { bytes: bytes.length, digest: digestOf(bytes) }, model };
    if (counters) counters.bytesRead += end - begin;
    texts = [];
    model = null;
    begin = end;
    return batch;
  };
  for (const { start, end: lineEnd, bytes, utf8 } of readLines({ path: source.path, from })) {
    end = lineEnd;
    if (bytes === null) {
      tail.clear();
      texts.push({ start, end, line: null });
    } else {
      tail.push(bytes);
      if (!isBlankLine(bytes)) {
        if (counters) counters.linesParsed++;
        const line = decodeBytes(bytes, utf8);
        model = modelOf(line) ?? model;
        texts.push({ start, end, line });
      }
    }
    if (end - begin >= batchBytes) yield takeBatch();
  }
  if (end > begin) yield takeBatch();
}

const NOT_UTF8: DecodedLine = { kind: 'malformed', reason: 'not valid UTF-8' };

function decodeBytes(bytes: Buffer, utf8: boolean): DecodedLine {
  return utf8 ? decodeLine(bytes.toString('utf8')) : NOT_UTF8;
}

interface Commit {
  /** Null when there was no complete line to read. */
  batch: Batch | null;
  last: boolean;
  damage: Finding | null;
}

/** Size of a file that was not read to its end, so that a projection that was cut short goes on. */
const UNREAD = -1;

/** Commits batches one after the other, each on the checkpoint of the one before. */
function committer(options: ProjectRolloutOptions, first: CheckpointRow | null, stat: RolloutStat) {
  const { database, source, counters } = options;
  let checkpoint = first;

  return function commit({ batch, last, damage }: Commit): number {
    const reducer = openLineReducer(source, checkpoint);
    const before = checkpoint?.next_rollout_byte_offset ?? null;
    const end = batch?.nextOffset ?? before ?? 0;
    const next = database.transaction((connection) => {
      for (const text of batch?.texts ?? []) {
        const finding = reducer.apply(connection, text);
        if (finding) recordFinding(connection, source, text, finding);
      }
      if (damage) recordFinding(connection, source, { start: end, end }, damage);
      const row = nextCheckpoint(source, checkpoint, reducer, batch, last ? stat : { ...stat, size: UNREAD });
      if (batch?.model) writeThreadModel(connection, source.threadId, batch.model);
      if (advanceCheckpoint(connection, before, row) === 'conflict') throw new CheckpointMoved();
      return row;
    });
    checkpoint = next;
    if (counters) counters.batches++;
    return end;
  };
}

function nextCheckpoint(
  source: RolloutSource,
  before: CheckpointRow | null,
  reducer: LineReducer,
  batch: Batch | null,
  stat: RolloutStat,
): CheckpointRow {
  const { nextOrdinal, state, unrecognisedItems } = reducer.position();
  const offset = batch?.nextOffset ?? before?.next_rollout_byte_offset ?? 0;
  const headBytes = Math.min(offset, WINDOW_BYTES);
  const sameHead = before !== null && before.head_bytes === headBytes;
  return {
    thread_id: source.rolloutId,
    next_rollout_byte_offset: offset,
    next_rollout_ordinal: nextOrdinal,
    reducer: source.reducer,
    reducer_state: state,
    projector_version: PROJECTOR_VERSION,
    source_size: stat.size,
    source_mtime_ns: stat.mtimeNs,
    source_inode: stat.inode,
    head_bytes: headBytes,
    head_digest: sameHead
      ? before.head_digest
      : (digestSpan({ path: source.path, from: 0, to: headBytes }) ?? ''),
    tail_bytes: batch?.tail.bytes ?? before?.tail_bytes ?? 0,
    tail_digest: batch?.tail.digest ?? before?.tail_digest ?? digestOf(new Uint8Array()),
    source_gone: null,
    unrecognised_items: unrecognisedItems,
  };
}

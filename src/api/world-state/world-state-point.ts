/** Finds the place in a thread's logs that a reader means by a turn or by an ordinal. */
import type Database from 'better-sqlite3';
import type { Segment, ThreadLineage } from '../../projector/thread-lineage.js';
import { readCheckpoint } from '../../store/checkpoint.js';
import { countTurnsWithId } from '../../store/legacy-turn-rows.js';
import { findTurn, findTurnInSpan, pageTurns, type StoredTurn } from '../../store/page-turns.js';
import { HistoryError } from '../history-error.js';
import { spanOf } from '../segment-span.js';

/**
 * After the last record of a turn, or after the record with an ordinal. Records of legacy threads have no ordinals; there the
 * number is the index of the record, from 0, as in the ordinals of their turns and items.
 */
export type WorldStatePoint =
  | { turnId: string; ordinal?: undefined }
  | { ordinal: number; turnId?: undefined };

/** A place in the logs of a lineage. */
export interface LogPosition {
  segmentIndex: number;
  /** Offset that ends the part of the segment's log that counts; null for all of it. */
  end: number | null;
  /** Of that part, only records up to this ordinal count; null for all. */
  lastOrdinal: number | null;
}

/** The place where a thread stands now. */
export function newestPosition(lineage: ThreadLineage): LogPosition {
  return { segmentIndex: lineage.segments.length - 1, end: null, lastOrdinal: null };
}

/**
 * The place after the last record of a turn. A turn without an end lasts until the next one begins, and one that a fork cuts
 * lasts until the cut.
 *
 * @throws HistoryError `invalid_request` for a turn that the thread does not have
 */
export function positionAfterTurn(
  connection: Database.Database,
  lineage: ThreadLineage,
  turnId: string,
): LogPosition {
  for (let segmentIndex = lineage.segments.length - 1; segmentIndex >= 0; segmentIndex--) {
    const segment = lineage.segments[segmentIndex];
    const turn = segment && newestTurn(connection, lineage, segment, turnId);
    if (!segment || !turn) continue;
    const { rollout_end_ordinal: last, rollout_end_byte_offset: end } = turn;
    const endsHere = last !== null && (segment.endOrdinal === null || last < segment.endOrdinal);
    return {
      segmentIndex,
      end: endsHere ? end : startOfTurnAfter(connection, segment, turn.rollout_ordinal),
      lastOrdinal: null,
    };
  }
  const reason = lineage.historyMode === 'legacy' ? ' (any more); it may have been rolled back' : '';
  throw new HistoryError(
    'invalid_request',
    `turn ${turnId} is not in thread ${lineage.threadId}${reason}. List its turns to see which there are.`,
  );
}

/**
 * The place after the record with an ordinal, in a paginated thread.
 *
 * @throws HistoryError `invalid_request` for an ordinal that the thread does not have
 */
export function positionAfterOrdinal(
  connection: Database.Database,
  lineage: ThreadLineage,
  ordinal: number,
): LogPosition {
  // The ordinal just before a segment's first is that of its session_meta.
  const segmentIndex = lineage.segments.findIndex(
    ({ startOrdinal, endOrdinal }) =>
      ordinal >= startOrdinal - 1 && (endOrdinal === null || ordinal < endOrdinal),
  );
  const segment = lineage.segments[segmentIndex];
  const next = segment && readCheckpoint(connection, segment.rolloutId)?.next_rollout_ordinal;
  if (segment === undefined || next === undefined || ordinal >= next) {
    throw ordinalNotFound(lineage, ordinal, (next ?? 0) - 1);
  }
  return { segmentIndex, end: startOfTurnAfter(connection, segment, ordinal), lastOrdinal: ordinal };
}

/** The error for an ordinal, or index of a record, that a thread does not have. */
export function ordinalNotFound({ threadId }: ThreadLineage, ordinal: number, last: number): HistoryError {
  const range = last < 0 ? '' : ` Its last one is ${last}.`;
  return new HistoryError('invalid_request', `thread ${threadId} has no record ${ordinal}.${range}`);
}

function newestTurn(
  connection: Database.Database,
  { historyMode }: ThreadLineage,
  segment: Segment,
  turnId: string,
): StoredTurn | null {
  const { rolloutId } = segment;
  if (historyMode === 'paginated') return findTurnInSpan(connection, rolloutId, turnId, spanOf(segment));
  const count = countTurnsWithId(connection, rolloutId, turnId);
  return findTurn(connection, rolloutId, turnId, count - 1);
}

/** Where the first turn after an ordinal begins, so that no later line has to be looked at; else where the segment ends. */
function startOfTurnAfter(connection: Database.Database, segment: Segment, ordinal: number): number | null {
  const span = { ...spanOf(segment), low: ordinal + 1 };
  const [next] = pageTurns(connection, segment.rolloutId, span, 'asc', 1);
  return next?.rollout_byte_offset ?? segment.endByteOffset;
}

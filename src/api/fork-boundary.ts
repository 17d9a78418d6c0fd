/**
 * Where a fork or a revert begins: turns a boundary that people name into a place in the log that a new rollout can be
 * based on (spec projection §8). Nothing is read but rows; the thread must have been made ready before.
 */
import type Database from 'better-sqlite3';
import type { HistoryBase } from '../events/record/history-base.js';
import type { CutOffTurn } from '../events/record/interruption.js';
import type { Segment, ThreadLineage } from '../projector/thread-lineage.js';
import { readCheckpoint } from '../store/checkpoint.js';
import { findTurnInSpan, pageTurns, type StoredTurn } from '../store/page-turns.js';
import { HistoryError } from './history-error.js';
import { spanOf } from './segment-span.js';

/** How much of a thread's history a fork begins with. */
export type ForkBoundary =
  /** All of it. */
  | { kind: 'latest' }
  /** Up to the end of this turn. */
  | { kind: 'through'; turnId: string }
  /** Up to the start of this turn. */
  | { kind: 'before'; turnId: string };

/** A place to begin at. */
export interface ForkPoint {
  /** Null when nothing is left of the history. */
  base: HistoryBase | null;
  /** The turn that the place is in the middle of. */
  cutOff: CutOffTurn | null;
}

interface Place {
  /** Which segment of the lineage. */
  index: number;
  /** Exclusive. */
  ordinal: number;
  byteOffset: number;
}

/**
 * Finds the place of a boundary in a paginated thread.
 *
 * @throws HistoryError `invalid_request` for a turn that is not there, is still running (`through`), has no start or end in
 *   the log, or reaches past the cut of an older fork; and where the history is not whole
 */
export function findForkPoint(
  connection: Database.Database,
  lineage: ThreadLineage,
  boundary: ForkBoundary,
): ForkPoint {
  refuseGap(lineage);
  const place = normalise(lineage, placeOf(connection, lineage, boundary));
  const segment = place && lineage.segments[place.index];
  if (!place || !segment) return { base: null, cutOff: null };
  return {
    base: {
      thread_id: segment.rolloutId,
      end_ordinal_exclusive: place.ordinal,
      end_byte_offset: place.byteOffset,
    },
    cutOff: boundary.kind === 'through' ? null : turnCutOffAt(connection, lineage, place),
  };
}

function placeOf(connection: Database.Database, lineage: ThreadLineage, boundary: ForkBoundary): Place {
  if (boundary.kind === 'latest') return latest(connection, lineage);
  return boundary.kind === 'through'
    ? endOfTurn(connection, lineage, boundary.turnId)
    : startOfTurn(connection, lineage, boundary.turnId);
}

function latest(connection: Database.Database, { segments, threadId }: ThreadLineage): Place {
  const index = segments.length - 1;
  const segment = segments[index];
  const checkpoint = segment && readCheckpoint(connection, segment.rolloutId);
  if (!checkpoint) throw invalid(`nothing of thread ${threadId} was read yet that could be forked`);
  return {
    index,
    ordinal: checkpoint.next_rollout_ordinal,
    byteOffset: checkpoint.next_rollout_byte_offset,
  };
}

/** Just after the last record of the newest run of the turn. */
function endOfTurn(connection: Database.Database, { segments }: ThreadLineage, turnId: string): Place {
  for (let index = segments.length - 1; index >= 0; index--) {
    const segment = segments[index];
    const turn = segment && findTurnInSpan(connection, segment.rolloutId, turnId, spanOf(segment));
    if (!turn) continue;
    if (turn.status === 'inProgress') throw invalid(`lastTurnId '${turnId}' identifies an in-progress turn`);
    const { rollout_end_ordinal: end, rollout_end_byte_offset: byteOffset } = turn;
    if (end === null || byteOffset === null) throw invalid(`turn ${turnId} has no end in the log to fork at`);
    return within(segment, turnId, { index, ordinal: end + 1, byteOffset });
  }
  throw turnNotFound(turnId);
}

/** Just before the first record of the oldest run of the turn. */
function startOfTurn(connection: Database.Database, { segments }: ThreadLineage, turnId: string): Place {
  for (const [index, segment] of segments.entries()) {
    const turn = findTurnInSpan(connection, segment.rolloutId, turnId, spanOf(segment));
    if (!turn) continue;
    const { rollout_ordinal: ordinal, rollout_byte_offset: byteOffset } = turn;
    if (byteOffset === null || ordinal === turn.rollout_end_ordinal) {
      throw invalid(`turn ${turnId} has no start in the log to begin before`);
    }
    return within(segment, turnId, { index, ordinal, byteOffset });
  }
  throw turnNotFound(turnId);
}

function within(segment: Segment, turnId: string, place: Place): Place {
  if (segment.endOrdinal === null || place.ordinal <= segment.endOrdinal) return place;
  throw invalid(`turn ${turnId} goes on past the place where this thread was forked`);
}

/** A place before anything of a segment is the end of the segment before it; before the first one nothing is left. */
function normalise({ segments }: ThreadLineage, place: Place): Place | null {
  let at = place;
  for (;;) {
    const segment = segments[at.index];
    if (segment === undefined || at.ordinal > segment.startOrdinal) return at;
    const before = segments[at.index - 1];
    if (before === undefined) return null;
    // Only the newest segment is open.
    at = { index: at.index - 1, ordinal: before.endOrdinal ?? 0, byteOffset: before.endByteOffset ?? 0 };
  }
}

/** The newest turn before a place, if it ends after it or never. */
function turnCutOffAt(
  connection: Database.Database,
  { segments }: ThreadLineage,
  place: Place,
): CutOffTurn | null {
  for (let index = place.index; index >= 0; index--) {
    const segment = segments[index];
    if (segment === undefined) return null;
    const { low, high } = spanOf(segment);
    const span = { low, high: index === place.index ? Math.min(high, place.ordinal - 1) : high };
    const [turn] = pageTurns(connection, segment.rolloutId, span, 'desc', 1);
    if (turn) return isOpenAt(turn, span.high) ? cutOff(turn) : null;
  }
  return null;
}

function isOpenAt({ rollout_end_ordinal: end }: StoredTurn, ordinal: number): boolean {
  return end === null || end > ordinal;
}

function cutOff(turn: StoredTurn): CutOffTurn {
  return { turnId: turn.turn_id, rootTurnId: turn.root_turn_id, startedAt: turn.started_at };
}

function refuseGap({ threadId, missingAncestor }: ThreadLineage): void {
  if (missingAncestor === null) return;
  throw invalid(`thread ${threadId} begins in rollout ${missingAncestor}, whose file is missing`);
}

function turnNotFound(turnId: string): HistoryError {
  return invalid(`turn not found: ${turnId}`);
}

function invalid(message: string): HistoryError {
  return new HistoryError('invalid_request', message);
}

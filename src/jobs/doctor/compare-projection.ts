/**
 * Compares Codex's rows of a rollout with those that its log gives, row for row and column for column. What a difference
 * means is for others.
 */
import type { PeerHistory, PeerRow } from '../../store/peer/peer-history.js';
import { PEER_HISTORY_COLUMNS, type PeerHistoryTable } from '../../store/peer/peer-history-schema.js';
import type { PeerShapedRow } from '../../store/peer/peer-shaped-rows.js';
import type { Fold } from './rollout-folds.js';

export interface TableComparison {
  /** Rows that the log gives. */
  expected: number;
  /** Of these, rows that Codex lacks, */
  missing: number;
  /** and rows that it has with other values. */
  altered: number;
  /** Rows of Codex that the log does not give at that ordinal. */
  extra: number;
  /** Of these, rows whose turn or item the log does not hold at all any more. */
  lost: number;
}

export type ProjectionComparison = Record<'turns' | 'items' | 'realtime', TableComparison>;

export interface ComparisonOptions {
  fold: Fold;
  peer: PeerHistory;
  rolloutId: string;
  /** Records from this ordinal on are left out of account: Codex has not come to them. */
  until?: number | undefined;
}

/** Compares the rows of one rollout; memory does not follow their number. */
export function compareProjection(options: ComparisonOptions): ProjectionComparison {
  return options.peer.snapshot(() => ({
    turns: compareTable('thread_turns', options),
    items: compareTable('thread_items', options),
    realtime: compareTable('thread_realtime_items', options),
  }));
}

/** Whether both have the same rows. */
export function isSame(comparison: ProjectionComparison): boolean {
  return Object.values(comparison).every(
    ({ missing, altered, extra }) => missing === 0 && altered === 0 && extra === 0,
  );
}

/** Both come in the order of their ordinals, of which each table has one row each. */
function compareTable(
  table: PeerHistoryTable,
  { fold, peer, rolloutId, until = Number.POSITIVE_INFINITY }: ComparisonOptions,
): TableComparison {
  const result: TableComparison = { expected: 0, missing: 0, altered: 0, extra: 0, lost: 0 };
  const columns = PEER_HISTORY_COLUMNS[table];
  const theirs = peer.rows(table, rolloutId);
  let their = theirs.next();
  const passExtra = (before: number): void => {
    while (!their.done && their.value.rollout_ordinal < before) {
      result.extra++;
      if (!isKnown(table, fold, their.value)) result.lost++;
      their = theirs.next();
    }
  };
  for (const ours of fold.rows(table)) {
    const { rollout_ordinal: ordinal } = ours;
    if (ordinal >= until) break;
    result.expected++;
    passExtra(ordinal);
    if (their.done || their.value.rollout_ordinal !== ordinal) {
      result.missing++;
      continue;
    }
    if (!sameRow(columns, ours, their.value) && !mayLag(ours, their.value, until)) result.altered++;
    their = theirs.next();
  }
  passExtra(Number.POSITIVE_INFINITY);
  return result;
}

function sameRow(columns: readonly string[], ours: PeerShapedRow, theirs: PeerRow): boolean {
  return columns.every((column) => ours[column] === theirs[column]);
}

/** A row that later records change is not to be judged by what Codex has read so far. */
function mayLag(ours: PeerShapedRow, theirs: PeerRow, until: number): boolean {
  if (until === Number.POSITIVE_INFINITY) return false;
  return (ours.updated_at_ordinal ?? 0) >= until || theirs.status === 'inProgress';
}

function isKnown(table: PeerHistoryTable, fold: Fold, row: PeerRow): boolean {
  if (table === 'thread_turns') return fold.has({ turnId: row.turn_id });
  // Realtime items are of no turn, and never the only copy of what was said.
  return table === 'thread_realtime_items' || fold.has({ turnId: row.turn_id, itemId: row.item_id });
}

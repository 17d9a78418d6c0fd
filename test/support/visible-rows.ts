/**
 * What a reader of a thread must see, read from the tables by hand: in the order of the log, as short texts that pages can
 * be compared with.
 */
import type { ItemEntry } from '../../src/api/item-entry.js';
import type { TimelineEntry } from '../../src/api/list-timeline.js';
import type { TurnEntry } from '../../src/api/turn-entry.js';
import type { HistoryDatabase } from '../../src/store/open-history-database.js';
import type { Row } from './derived-rows.js';

export interface VisibleSegment {
  rolloutId: string;
  low: number;
  high: number;
}

export interface Visible {
  ordinal: number;
  text: string;
}

function rowsOf(
  { reader }: HistoryDatabase,
  segments: readonly VisibleSegment[],
  table: string,
  by = 'rollout_ordinal',
): (Row & { segment: number })[] {
  return segments.flatMap(({ rolloutId, low, high }, segment) =>
    reader
      .prepare<[string, number, number], Row>(
        `select * from ${table} where thread_id = ? and ${by} between ? and ? order by ${by}`,
      )
      .all(rolloutId, low, high)
      .map((row) => ({ ...row, segment })),
  );
}

const itemText = ({ turn_id, item_json, started_at_ms, completed_at_ms }: Row): string =>
  `${turn_id} ${String(item_json).slice(0, -1)},"startedAtMs":${started_at_ms},"completedAtMs":${completed_at_ms}}`;

export function visibleItems(
  database: HistoryDatabase,
  segments: readonly VisibleSegment[],
  unrecognised = false,
): Visible[] {
  return rowsOf(database, segments, 'thread_items')
    .filter(({ origin }) => origin === 'canonical' || (unrecognised && origin === 'unrecognised'))
    .map((row) => ({ ordinal: Number(row.rollout_ordinal), text: itemText(row) }));
}

export const itemEntryText = ({ turnId, item }: ItemEntry): string => `${turnId} ${item.text}`;

const readStatus = (status: unknown) => (status === 'inProgress' ? 'interrupted' : status);

/** A turn that a newer segment has again is seen there alone. */
export function visibleTurns(database: HistoryDatabase, segments: readonly VisibleSegment[]): Visible[] {
  const rows = rowsOf(database, segments, 'thread_turns');
  return rows
    .filter((row) => !rows.some((newer) => newer.turn_id === row.turn_id && newer.segment > row.segment))
    .map((row) => ({
      ordinal: Number(row.rollout_ordinal),
      text: JSON.stringify([row.turn_id, readStatus(row.status), row.started_at, row.completed_at]),
    }));
}

export const turnEntryText = ({ id, status, startedAt, completedAt }: TurnEntry): string =>
  JSON.stringify([id, status, startedAt, completedAt]);

/** Starts, items, realtime items and ends in the order of the log; at one ordinal in that order of kinds. */
export function visibleTimeline(database: HistoryDatabase, segments: readonly VisibleSegment[]): string[] {
  const entries = [
    ...rowsOf(database, segments, 'thread_turns').map((row) => [row.rollout_ordinal, 0, row.turn_id]),
    ...rowsOf(database, segments, 'thread_items')
      .filter(({ origin }) => origin === 'canonical')
      .map((row) => [row.rollout_ordinal, 1, row.item_id]),
    ...rowsOf(database, segments, 'thread_realtime_items').map((row) => [
      row.rollout_ordinal,
      2,
      row.item_id,
    ]),
    ...rowsOf(database, segments, 'thread_turns', 'rollout_end_ordinal').map((row) => [
      row.rollout_end_ordinal,
      3,
      row.turn_id,
    ]),
  ];
  return entries
    .sort((a, b) => Number(a[0]) - Number(b[0]) || Number(a[1]) - Number(b[1]))
    .map((entry) => JSON.stringify(entry));
}

export function timelineEntryText(entry: TimelineEntry): string {
  const { position } = entry;
  switch (entry.type) {
    case 'turnStarted':
      return JSON.stringify([position, 0, entry.turnId]);
    case 'item':
      return JSON.stringify([position, 1, entry.item.value.id]);
    case 'realtime':
      return JSON.stringify([position, 2, entry.item.id]);
    case 'turnCompleted':
      return JSON.stringify([position, 3, entry.turnId]);
  }
}

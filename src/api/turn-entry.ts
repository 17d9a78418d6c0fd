/** Turn rows as readers get them, with as many of their items as the view asks for (spec turn-items §3, reads §3). */
import type Database from 'better-sqlite3';
import { RawJson } from '../events/json/raw-json.js';
import type { ThreadItem } from '../events/thread-item/thread-item.js';
import type { TurnError } from '../events/thread-item/turn.js';
import type { Segment, ThreadLineage } from '../projector/thread-lineage.js';
import { findItemInSpan, pageItems } from '../store/page-items.js';
import { findTurnInSpan, type StoredTurn } from '../store/page-turns.js';
import { itemOf } from './item-entry.js';
import { parseStored } from './parse-stored.js';
import { type Located, spanOf } from './segment-span.js';

/** 'notLoaded': no items; 'summary': first user message and final agent message; 'full': all of them. */
export type ItemsView = 'notLoaded' | 'summary' | 'full';

/** One turn of a page of turns. */
export interface TurnEntry {
  id: string;
  rootTurnId: string | null;
  items: RawJson<ThreadItem>[];
  itemsView: ItemsView;
  status: string;
  error: RawJson<TurnError> | null;
  /** Unix seconds. */
  startedAt: number | null;
  completedAt: number | null;
  durationMs: number | null;
}

const ITEMS_A_READ = 500;

/**
 * A turn that nobody runs is over: Codex reports a row still in progress as interrupted unless the thread is live
 * (spec reads §7), and threads read from their log never are.
 */
export function readStatus(status: string): string {
  return status === 'inProgress' ? 'interrupted' : status;
}

/** Which of a turn's items its entry holds. */
export interface TurnItems {
  itemsView: ItemsView;
  /** With the view 'full': also items that were recovered. */
  includeRecovered: boolean;
  /** With the view 'full': also items that were not recognised. */
  unrecognised?: boolean | undefined;
}

/** The entry of a turn row found in one segment of a lineage. */
export function turnEntry(
  connection: Database.Database,
  lineage: ThreadLineage,
  { row, segmentIndex }: Located<StoredTurn>,
  shown: TurnItems,
): TurnEntry {
  const segment = lineage.segments[segmentIndex];
  const { itemsView } = shown;
  return {
    id: row.turn_id,
    rootTurnId: row.root_turn_id,
    items: segment === undefined ? [] : itemsOf(connection, lineage, segment, row, shown),
    itemsView,
    status: readStatus(row.status),
    error: row.error_json === null ? null : new RawJson(row.error_json, parseStored<TurnError>),
    startedAt: row.started_at,
    completedAt: row.completed_at,
    durationMs: row.duration_ms,
  };
}

function itemsOf(
  connection: Database.Database,
  lineage: ThreadLineage,
  segment: Segment,
  row: StoredTurn,
  shown: TurnItems,
): RawJson<ThreadItem>[] {
  switch (shown.itemsView) {
    case 'notLoaded':
      return [];
    case 'summary':
      return summaryOf(connection, lineage, segment, row);
    case 'full':
      return allItemsOf(connection, lineage, row, shown);
  }
}

function summaryOf(
  connection: Database.Database,
  lineage: ThreadLineage,
  segment: Segment,
  row: StoredTurn,
): RawJson<ThreadItem>[] {
  const noSummary = row.first_user_item_id === null && row.final_agent_item_id === null;
  const inherited =
    noSummary && row.status === 'interrupted' ? oldestRow(connection, lineage, row.turn_id) : null;
  const source = inherited ?? { row, segment };
  const span = spanOf(source.segment);
  const { rolloutId } = source.segment;
  const ids = new Set([source.row.first_user_item_id, source.row.final_agent_item_id]);
  return [...ids]
    .flatMap((id) =>
      id === null ? [] : (findItemInSpan(connection, rolloutId, row.turn_id, id, span) ?? []),
    )
    .sort((a, b) => a.rollout_ordinal - b.rollout_ordinal)
    .map(itemOf);
}

/** A fork in the middle of a turn leaves an interrupted row without items: its summary is the original's. */
function oldestRow(
  connection: Database.Database,
  lineage: ThreadLineage,
  turnId: string,
): { row: StoredTurn; segment: Segment } | null {
  for (const segment of lineage.segments) {
    const row = findTurnInSpan(connection, segment.rolloutId, turnId, spanOf(segment));
    if (row) return { row, segment };
  }
  return null;
}

/** All items of the turn in every segment, since a turn that was cut by a fork has items before and after the cut. */
function allItemsOf(
  connection: Database.Database,
  lineage: ThreadLineage,
  { turn_id: turnId, occurrence: turnOccurrence }: StoredTurn,
  { includeRecovered: recovered, unrecognised = false }: TurnItems,
): RawJson<ThreadItem>[] {
  const items: RawJson<ThreadItem>[] = [];
  for (const segment of lineage.segments) {
    const span = spanOf(segment);
    for (;;) {
      const selection = { rolloutId: segment.rolloutId, turnId, turnOccurrence, recovered, unrecognised };
      const rows = pageItems(connection, selection, span, 'asc', ITEMS_A_READ);
      for (const row of rows) items.push(itemOf(row));
      const last = rows.at(-1);
      if (last === undefined || rows.length < ITEMS_A_READ) break;
      span.low = last.rollout_ordinal + 1;
    }
  }
  return items;
}

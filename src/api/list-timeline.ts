/**
 * The timeline of a thread: turn starts, items, realtime items and turn ends in one order. Pages go from the newest end
 * backwards, each page itself runs forwards (spec reads §5, corrections 16).
 */
import type Database from 'better-sqlite3';
import { RawJson } from '../events/json/raw-json.js';
import type { ThreadItem } from '../events/thread-item/thread-item.js';
import type { ThreadRealtimeItem } from '../events/thread-item/thread-realtime-item.js';
import type { TurnError } from '../events/thread-item/turn.js';
import { toThreadRealtimeItem } from '../events/to-thread-item/to-thread-realtime-item.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { pageItems } from '../store/page-items.js';
import { findNewestRealtimeBoundary, pageRealtimeItems } from '../store/page-realtime-items.js';
import { type OrdinalSpan, pageTurnEnds, pageTurns, type StoredTurn } from '../store/page-turns.js';
import {
  decodeTimelineCursor,
  encodeTimelineCursor,
  type TimelineCursor,
} from './cursors/timeline-cursor.js';
import { HistoryError } from './history-error.js';
import { itemOf } from './item-entry.js';
import { clampLimit } from './page.js';
import { parseStored } from './parse-stored.js';
import { spanOf } from './segment-span.js';

const DEFAULT_ENTRIES = 25;
const MOST_ENTRIES = 100;

/** Entries that share an ordinal stand in the order of their kinds. */
const KIND = { turnStarted: 0, item: 1, realtime: 2, turnCompleted: 3 } as const;

export type TimelineEntry =
  | { type: 'turnStarted'; position: number; turnId: string; startedAt: number | null }
  | { type: 'item'; position: number; turnId: string; item: RawJson<ThreadItem> }
  | { type: 'realtime'; position: number; item: ThreadRealtimeItem }
  | {
      type: 'turnCompleted';
      position: number;
      turnId: string;
      status: string;
      error: RawJson<TurnError> | null;
      startedAt: number | null;
      completedAt: number | null;
      durationMs: number | null;
    };

export interface TimelinePage {
  /** Oldest first. */
  data: TimelineEntry[];
  /** Continues towards the beginning of the thread. */
  nextCursor: string | null;
  /** The realtime session that was open just before the first entry. */
  activeRealtimeSessionAtPageStart: string | null;
}

export interface ListTimelineOptions {
  cursor?: string | undefined;
  limit?: number | undefined;
  /** Also items that were recovered from what a legacy log tells only in the words of the model. */
  includeRecovered?: boolean | undefined;
}

interface Placed {
  position: number;
  kind: number;
  id: string;
  entry: TimelineEntry;
}

/**
 * Lists the timeline of a thread.
 *
 * @throws HistoryError `invalid_request` for an archived thread or a cursor that is not of this timeline
 */
export function listTimeline(
  connection: Database.Database,
  lineage: ThreadLineage,
  options: ListTimelineOptions,
): TimelinePage {
  if (lineage.archived) throw new HistoryError('invalid_request', `thread ${lineage.threadId} is archived`);
  const limit = clampLimit(options.limit, DEFAULT_ENTRIES, MOST_ENTRIES);
  const before = options.cursor === undefined ? null : decodeTimelineCursor(options.cursor, lineage.threadId);
  const newestFirst: Placed[] = [];
  for (let index = lineage.segments.length - 1; index >= 0 && newestFirst.length <= limit; index--) {
    const segment = lineage.segments[index];
    if (segment === undefined) continue;
    const span = spanOf(segment);
    if (before) span.high = Math.min(span.high, before.position);
    if (span.low > span.high) continue;
    const selection = { rolloutId: segment.rolloutId, recovered: options.includeRecovered ?? false };
    const placed = placedEntries(connection, selection, span, limit + 1 + entriesAtOnePlace);
    newestFirst.push(...placed.filter((entry) => before === null || comparePlaces(entry, before) < 0));
  }
  const page = newestFirst.slice(0, limit).reverse();
  const first = page[0];
  return {
    data: page.map(({ entry }) => entry),
    nextCursor:
      first !== undefined && newestFirst.length > limit
        ? encodeTimelineCursor({
            threadId: lineage.threadId,
            position: first.position,
            kind: first.kind,
            id: first.id,
          })
        : null,
    activeRealtimeSessionAtPageStart: first ? activeSessionBefore(connection, lineage, first.position) : null,
  };
}

/** One record can start a turn, end it, and be nothing else: two entries share a place at the most. */
const entriesAtOnePlace = 2;

function comparePlaces(a: Omit<Placed, 'entry'>, b: TimelineCursor | Omit<Placed, 'entry'>): number {
  return a.position - b.position || a.kind - b.kind || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function placedEntries(
  connection: Database.Database,
  selection: { rolloutId: string; recovered: boolean },
  span: OrdinalSpan,
  limit: number,
): Placed[] {
  const { rolloutId } = selection;
  const starts = pageTurns(connection, rolloutId, span, 'desc', limit).map((row) => placeStart(row));
  const items = pageItems(connection, selection, span, 'desc', limit).map(
    (row): Placed => ({
      position: row.rollout_ordinal,
      kind: KIND.item,
      id: row.item_id,
      entry: { type: 'item', position: row.rollout_ordinal, turnId: row.turn_id, item: itemOf(row) },
    }),
  );
  const realtime = pageRealtimeItems(connection, rolloutId, span, limit).map((row): Placed => {
    const item = toThreadRealtimeItem(JSON.parse(row.item_json));
    const entry: TimelineEntry = { type: 'realtime', position: row.rollout_ordinal, item };
    return { position: row.rollout_ordinal, kind: KIND.realtime, id: row.item_id, entry };
  });
  const ends = pageTurnEnds(connection, rolloutId, span, limit).flatMap((row) => placeEnd(row));
  return [...starts, ...items, ...realtime, ...ends].sort((a, b) => comparePlaces(b, a)).slice(0, limit);
}

function placeStart(row: StoredTurn): Placed {
  return {
    position: row.rollout_ordinal,
    kind: KIND.turnStarted,
    id: row.turn_id,
    entry: {
      type: 'turnStarted',
      position: row.rollout_ordinal,
      turnId: row.turn_id,
      startedAt: row.started_at,
    },
  };
}

function placeEnd(row: StoredTurn): Placed[] {
  const position = row.rollout_end_ordinal;
  if (position === null) return [];
  return [
    {
      position,
      kind: KIND.turnCompleted,
      id: row.turn_id,
      entry: {
        type: 'turnCompleted',
        position,
        turnId: row.turn_id,
        status: row.status,
        error: row.error_json === null ? null : new RawJson(row.error_json, parseStored<TurnError>),
        startedAt: row.started_at,
        completedAt: row.completed_at,
        durationMs: row.duration_ms,
      },
    },
  ];
}

/** The session of the newest boundary before a place, if that boundary opened one. */
function activeSessionBefore(
  connection: Database.Database,
  lineage: ThreadLineage,
  position: number,
): string | null {
  for (let index = lineage.segments.length - 1; index >= 0; index--) {
    const segment = lineage.segments[index];
    if (segment === undefined) continue;
    const span = spanOf(segment);
    span.high = Math.min(span.high, position - 1);
    if (span.low > span.high) continue;
    const boundary = findNewestRealtimeBoundary(connection, segment.rolloutId, span);
    if (boundary === null) continue;
    const { realtimeSessionId, type } = toThreadRealtimeItem(JSON.parse(boundary.item_json));
    return type === 'realtimeSessionStarted' ? realtimeSessionId : null;
  }
  return null;
}

/** Pages of turns over a thread's lineage, by their first record (spec reads §3). */
import type Database from 'better-sqlite3';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { type Direction, findTurn, findTurnInSpan, pageTurns, type StoredTurn } from '../store/page-turns.js';
import { decodeLegacyTurnCursor, encodeLegacyTurnCursor } from './cursors/legacy-turn-cursor.js';
import { decodePageCursor, encodePageCursor } from './cursors/page-cursor.js';
import { HistoryError } from './history-error.js';
import { clampLimit, type Page, pageOf } from './page.js';
import { assertInLineage, collectRows, type Located, type PageAnchor, spanOf } from './segment-span.js';
import { type ItemsView, type TurnEntry, turnEntry } from './turn-entry.js';

export const DEFAULT_TURNS = 25;
export const MOST_TURNS = 100;

export interface ListTurnsOptions {
  cursor?: string | undefined;
  limit?: number | undefined;
  /** Default 'desc': newest first. */
  direction?: Direction | undefined;
  /** Default 'summary'. */
  itemsView?: ItemsView | undefined;
  /** With the view 'full': also items that were recovered from what a legacy log tells only in the words of the model. */
  includeRecovered?: boolean | undefined;
  /** With the view 'full': also items of kinds that were not recognised (kept verbatim). */
  unrecognised?: boolean | undefined;
}

/**
 * Lists turns of a thread. A turn that several segments have is shown once, as the newest of them has it.
 *
 * @throws HistoryError `invalid_request` for a cursor of another thread, outside the lineage, or (legacy threads) of a turn
 *   that was rolled back
 */
export function listTurns(
  connection: Database.Database,
  lineage: ThreadLineage,
  options: ListTurnsOptions,
): Page<TurnEntry> {
  const limit = clampLimit(options.limit, DEFAULT_TURNS, MOST_TURNS);
  const direction = options.direction ?? 'desc';
  const { itemsView = 'summary', includeRecovered = false, unrecognised } = options;
  const anchor = options.cursor === undefined ? null : anchorOf(connection, lineage, options.cursor);
  const rows = collectTurns(connection, lineage, { direction, anchor, limit: limit + 1 });
  return pageOf(
    rows,
    limit,
    (located: Located<StoredTurn>) =>
      turnEntry(connection, lineage, located, { itemsView, includeRecovered, unrecognised }),
    ({ row }, includeAnchor) => encodeTurnCursor(lineage, row, includeAnchor),
  );
}

/** The cursor of a turn: by its ordinal, or in legacy threads by its id, as Codex's clients know them. */
export function encodeTurnCursor(lineage: ThreadLineage, turn: StoredTurn, includeAnchor: boolean): string {
  return lineage.historyMode === 'legacy'
    ? encodeLegacyTurnCursor(turn.turn_id, turn.occurrence, includeAnchor)
    : encodePageCursor(lineage.threadId, turn.rollout_ordinal, includeAnchor, 'turns');
}

/** Turn rows of a thread from an anchor on, each turn once. */
export function collectTurns(
  connection: Database.Database,
  lineage: ThreadLineage,
  { direction, anchor, limit }: { direction: Direction; anchor: PageAnchor | null; limit: number },
): Located<StoredTurn>[] {
  return collectRows({
    lineage,
    direction,
    anchor,
    limit,
    fetch: (segment, span, count) => pageTurns(connection, segment.rolloutId, span, direction, count),
    ordinalOf: (row) => row.rollout_ordinal,
    keep: (row, segmentIndex) => !isSuperseded(connection, lineage, row, segmentIndex),
  });
}

function isSuperseded(
  connection: Database.Database,
  lineage: ThreadLineage,
  row: StoredTurn,
  segmentIndex: number,
): boolean {
  for (let newer = segmentIndex + 1; newer < lineage.segments.length; newer++) {
    const segment = lineage.segments[newer];
    if (segment && findTurnInSpan(connection, segment.rolloutId, row.turn_id, spanOf(segment))) return true;
  }
  return false;
}

function anchorOf(connection: Database.Database, lineage: ThreadLineage, text: string): PageAnchor | null {
  if (lineage.historyMode === 'legacy') return legacyAnchor(connection, lineage, text);
  const cursor = decodePageCursor(text, lineage.threadId, 'turns');
  assertInLineage(lineage, cursor.rolloutOrdinal);
  return { ordinal: cursor.rolloutOrdinal, inclusive: cursor.includeAnchor };
}

/** Codex looks at the cursor of a legacy thread only when the thread has turns. */
function legacyAnchor(
  connection: Database.Database,
  lineage: ThreadLineage,
  text: string,
): PageAnchor | null {
  if (!hasTurns(connection, lineage)) return null;
  const cursor = decodeLegacyTurnCursor(text);
  for (const segment of lineage.segments) {
    const row = findTurn(connection, segment.rolloutId, cursor.turnId, cursor.occurrence ?? 0);
    if (row) return { ordinal: row.rollout_ordinal, inclusive: cursor.includeAnchor };
  }
  throw new HistoryError(
    'invalid_request',
    `invalid cursor: turn ${cursor.turnId} is not in thread ${lineage.threadId} (any more); it may have been rolled back. Start again without a cursor.`,
  );
}

function hasTurns(connection: Database.Database, lineage: ThreadLineage): boolean {
  return collectTurns(connection, lineage, { direction: 'asc', anchor: null, limit: 1 }).length > 0;
}

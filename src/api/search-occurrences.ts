/** Occurrences of a term in what user and agent said in one thread, page by page (spec reads §6). */
import type Database from 'better-sqlite3';
import type { ThreadItem } from '../events/thread-item/thread-item.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { iterateSearchableItems, type SearchableItem } from '../store/page-searchable-items.js';
import { findTurnInSpan } from '../store/page-turns.js';
import { encodeTurnCursor } from './list-turns.js';
import { clampLimit } from './page.js';
import { parseStored } from './parse-stored.js';
import { decodeOccurrenceCursor, encodeOccurrenceCursor } from './search/occurrence-cursor.js';
import { pageOccurrences } from './search/page-occurrences.js';
import { requireSearchTerm } from './search/search-term.js';
import { searchTextOf } from './search/search-text.js';
import { cutOccurrenceSnippet } from './search/snippet.js';
import { assertInLineage, spanOf } from './segment-span.js';

const DEFAULT_OCCURRENCES = 50;
const MOST_OCCURRENCES = 250;

export interface SearchOccurrencesOptions {
  /** Looked for literally, whatever the case. */
  searchTerm: string;
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface OccurrenceEntry {
  turnId: string;
  itemId: string;
  /** One line around the match. */
  snippet: string;
  /** UTF-16 code units in `snippet`. */
  snippetMatchRange: { start: number; end: number };
  /** Opens a page of turns that starts with the turn. */
  turnCursor: string;
}

export interface OccurrencePageView {
  data: OccurrenceEntry[];
  nextCursor: string | null;
}

/**
 * Searches one thread.
 *
 * @throws HistoryError `invalid_request` for a blank term or a cursor of another search
 */
export function searchOccurrences(
  connection: Database.Database,
  lineage: ThreadLineage,
  { searchTerm, cursor, limit }: SearchOccurrencesOptions,
): OccurrencePageView {
  requireSearchTerm(searchTerm, 'thread/searchOccurrences');
  const search = { threadId: lineage.threadId, searchTerm };
  const from = cursor === undefined ? undefined : decodeOccurrenceCursor(cursor, search);
  if (from) assertInLineage(lineage, from.rolloutOrdinal);
  const page = pageOccurrences({
    items: searchedItems(connection, lineage, from?.rolloutOrdinal ?? 0),
    term: searchTerm,
    limit: clampLimit(limit, DEFAULT_OCCURRENCES, MOST_OCCURRENCES),
    from,
  });
  return {
    data: page.occurrences.map(({ item, match }) => ({
      turnId: item.row.turn_id,
      itemId: item.row.item_id,
      ...cutOccurrenceSnippet(item.text, match),
      turnCursor: turnCursor(connection, lineage, item.row.turn_id),
    })),
    nextCursor: page.next && encodeOccurrenceCursor(search, page.next),
  };
}

interface SearchedRow {
  rolloutOrdinal: number;
  text: string;
  row: SearchableItem;
}

function* searchedItems(
  connection: Database.Database,
  lineage: ThreadLineage,
  from: number,
): Generator<SearchedRow, void, undefined> {
  for (const segment of lineage.segments) {
    const span = spanOf(segment);
    if (span.high < from) continue;
    for (const row of iterateSearchableItems(connection, segment.rolloutId, span, from)) {
      const text = searchTextOf(parseStored<ThreadItem>(row.item_json));
      if (text !== null) yield { rolloutOrdinal: row.rollout_ordinal, text, row };
    }
  }
}

/** The cursor of the turn as turn pages show it: in the newest segment that has it. */
function turnCursor(connection: Database.Database, lineage: ThreadLineage, turnId: string): string {
  for (let index = lineage.segments.length - 1; index >= 0; index--) {
    const segment = lineage.segments[index];
    const turn = segment && findTurnInSpan(connection, segment.rolloutId, turnId, spanOf(segment));
    if (turn) return encodeTurnCursor(lineage, turn, true);
  }
  return '';
}

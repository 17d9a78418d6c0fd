/**
 * Cursors of `thread/searchOccurrences`: the place of the first occurrence that was not shown, and what was searched for (spec reads
 * §6).
 */
import { z } from 'zod';
import { invalidCursor, parseJsonOrNull } from '../cursors/page-cursor.js';
import type { OccurrencePlace } from './page-occurrences.js';

export const OccurrenceCursor = z.object({
  threadId: z.string(),
  searchTerm: z.string(),
  nextRolloutOrdinal: z.int().min(0),
  nextOccurrenceIndex: z.int().min(0),
});
export type OccurrenceCursor = z.infer<typeof OccurrenceCursor>;

/** What a cursor belongs to: a thread and the exact term. */
export interface OccurrenceSearch {
  readonly threadId: string;
  readonly searchTerm: string;
}

/** Writes the cursor of a place, as compact JSON with Codex's order of keys. */
export function encodeOccurrenceCursor(
  { threadId, searchTerm }: OccurrenceSearch,
  place: OccurrencePlace,
): string {
  const cursor: OccurrenceCursor = {
    threadId,
    searchTerm,
    nextRolloutOrdinal: place.rolloutOrdinal,
    nextOccurrenceIndex: place.index,
  };
  return JSON.stringify(cursor);
}

/**
 * Reads the place out of a cursor that was made for this thread and term.
 *
 * @throws HistoryError `invalid_request` when it is no cursor, or one of another thread or term
 */
export function decodeOccurrenceCursor(
  text: string,
  { threadId, searchTerm }: OccurrenceSearch,
): OccurrencePlace {
  const parsed = OccurrenceCursor.safeParse(parseJsonOrNull(text));
  if (!parsed.success) throw invalidCursor(text);
  const cursor = parsed.data;
  if (cursor.threadId !== threadId || cursor.searchTerm !== searchTerm) throw invalidCursor(text);
  return { rolloutOrdinal: cursor.nextRolloutOrdinal, index: cursor.nextOccurrenceIndex };
}

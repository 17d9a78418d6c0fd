/** What a page of anything looks like, and how its cursors come from its rows (spec reads §2). */

export interface Page<Entry> {
  data: Entry[];
  /** Continues in the same direction; null when there is nothing more. */
  nextCursor: string | null;
  /** The first entry, itself included: with the opposite direction it pages back. Null for an empty page. */
  backwardsCursor: string | null;
}

/**
 * Makes a page of rows that were fetched one over the limit.
 *
 * @param cursorOf writes the cursor of a row, itself included or not
 */
export function pageOf<Row, Entry>(
  rows: Row[],
  limit: number,
  entryOf: (row: Row) => Entry,
  cursorOf: (row: Row, includeAnchor: boolean) => string,
): Page<Entry> {
  const shown = rows.length > limit ? rows.slice(0, limit) : rows;
  const first = shown[0];
  const last = shown.at(-1);
  return {
    data: shown.map(entryOf),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last, false) : null,
    backwardsCursor: first === undefined ? null : cursorOf(first, true),
  };
}

/** Page sizes: a missing one is the default, others are clamped into 1..`most` (spec reads §7). */
export function clampLimit(limit: number | null | undefined, fallback: number, most: number): number {
  return Math.min(Math.max(limit ?? fallback, 1), most);
}

/** Pages of items over a thread or one of its turns, in log order or by latest change (spec reads §4). */
import type Database from 'better-sqlite3';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { findItemInSpan, pageChangedItems, pageItems, type StoredItem } from '../store/page-items.js';
import type { Direction } from '../store/page-turns.js';
import { type CursorScope, decodePageCursor, encodePageCursor } from './cursors/page-cursor.js';
import { deferredItemEntry, type OutputDeferral } from './defer-output.js';
import { HistoryError } from './history-error.js';
import { type ItemEntry, itemEntry } from './item-entry.js';
import { clampLimit, type Page, pageOf } from './page.js';
import { assertInLineage, collectRows, type PageAnchor, spanOf } from './segment-span.js';

export const DEFAULT_ITEMS = 25;
export const MOST_ITEMS = 100;

/** An item to page from, itself left out. */
export interface ItemAnchor {
  type: 'item';
  itemId: string;
}

export interface ListItemsOptions {
  /** Only items of this turn. */
  turnId?: string | undefined;
  /** A cursor of an earlier page, or an item of `turnId`. */
  cursor?: string | ItemAnchor | undefined;
  limit?: number | undefined;
  /** Default 'asc': oldest first. */
  direction?: Direction | undefined;
  /** Default 'createdAtOrdinal': place in the log. 'updatedAtOrdinal' needs `afterUpdatedAtOrdinal`. */
  sortKey?: 'createdAtOrdinal' | 'updatedAtOrdinal' | undefined;
  /** Only items with a record after this ordinal; threads of one segment only. */
  afterUpdatedAtOrdinal?: number | undefined;
  /** With `turnId`: leaves outputs out. */
  deferOutput?: OutputDeferral | undefined;
  /** Also items of kinds that were not recognised (kept verbatim). */
  unrecognised?: boolean | undefined;
  /** Also items that were recovered from what a legacy log tells only in the words of the model. */
  includeRecovered?: boolean | undefined;
}

/**
 * Lists items of a thread.
 *
 * @throws HistoryError `invalid_request` for a cursor of another thread or scope, or outside the lineage;
 *   `invalid_params` for an anchor without a turn or outside it
 */
export function listItems(
  connection: Database.Database,
  lineage: ThreadLineage,
  options: ListItemsOptions,
): Page<ItemEntry> {
  if (options.afterUpdatedAtOrdinal !== undefined || options.sortKey === 'updatedAtOrdinal') {
    return listChangedItems(connection, lineage, options);
  }
  const limit = clampLimit(options.limit, DEFAULT_ITEMS, MOST_ITEMS);
  const { turnId, deferOutput } = options;
  const rows = collectRows({
    lineage,
    direction: options.direction ?? 'asc',
    anchor: anchorOf(connection, lineage, options),
    limit: limit + 1,
    fetch: (segment, span, count) =>
      pageItems(
        connection,
        {
          rolloutId: segment.rolloutId,
          ...(turnId !== undefined && { turnId }),
          unrecognised: options.unrecognised ?? false,
          recovered: options.includeRecovered ?? false,
        },
        span,
        options.direction ?? 'asc',
        count,
      ),
    ordinalOf: (row) => row.rollout_ordinal,
  }).map(({ row }) => row);
  const entryOf =
    turnId !== undefined && deferOutput
      ? (row: StoredItem) => deferredItemEntry(row, deferOutput)
      : itemEntry;
  return pageOf(rows, limit, entryOf, (row, includeAnchor) =>
    encodePageCursor(lineage.threadId, row.rollout_ordinal, includeAnchor, 'itemsByCreatedAtOrdinal'),
  );
}

function anchorOf(
  connection: Database.Database,
  lineage: ThreadLineage,
  { cursor, turnId, includeRecovered }: ListItemsOptions,
): PageAnchor | null {
  if (cursor === undefined) return null;
  if (typeof cursor === 'string') return cursorAnchor(lineage, cursor, 'itemsByCreatedAtOrdinal');
  if (turnId === undefined || turnId === '') {
    throw new HistoryError('invalid_params', 'turnId is required when cursor is an item anchor');
  }
  for (const segment of lineage.segments) {
    const item = findItemInSpan(connection, segment.rolloutId, turnId, cursor.itemId, spanOf(segment));
    if (item && (includeRecovered || item.origin !== 'recovered')) {
      return { ordinal: item.rollout_ordinal, inclusive: false };
    }
  }
  throw new HistoryError(
    'invalid_params',
    'cursor.itemId does not identify an item in the requested history scope',
  );
}

function cursorAnchor(lineage: ThreadLineage, text: string, scope: CursorScope): PageAnchor {
  const cursor = decodePageCursor(text, lineage.threadId, scope);
  assertInLineage(lineage, cursor.rolloutOrdinal);
  return { ordinal: cursor.rolloutOrdinal, inclusive: cursor.includeAnchor };
}

/** Items after a watermark: what a reader that knows everything up to an ordinal has to fetch again. */
function listChangedItems(
  connection: Database.Database,
  lineage: ThreadLineage,
  options: ListItemsOptions,
): Page<ItemEntry> {
  const { afterUpdatedAtOrdinal: after, cursor, turnId } = options;
  if (typeof cursor === 'object') {
    throw new HistoryError(
      'invalid_request',
      'an item anchor pages in creation order without a watermark; use a string cursor',
    );
  }
  if (after === undefined) {
    throw new HistoryError('invalid_request', 'sorting by updatedAtOrdinal requires afterUpdatedAtOrdinal');
  }
  if (!Number.isSafeInteger(after) || after < 0) {
    throw new HistoryError('invalid_request', `afterUpdatedAtOrdinal is not an ordinal: ${after}`);
  }
  const [segment] = lineage.segments;
  if (segment === undefined || lineage.segments.length > 1) {
    throw new HistoryError(
      'invalid_request',
      `thread ${lineage.threadId} shares history with other rollouts, where ordinals of changes do not compare; page it without a watermark`,
    );
  }
  const byChange = options.sortKey === 'updatedAtOrdinal';
  const order = byChange ? 'updated_at_ordinal' : 'rollout_ordinal';
  const scope: CursorScope = byChange ? 'itemsByUpdatedAtOrdinal' : 'itemsByCreatedAtOrdinal';
  const limit = clampLimit(options.limit, DEFAULT_ITEMS, MOST_ITEMS);
  const direction = options.direction ?? 'asc';
  const rows = collectRows({
    lineage,
    direction,
    anchor: cursor === undefined ? null : cursorAnchor(lineage, cursor, scope),
    limit: limit + 1,
    fetch: ({ rolloutId }, span, count) =>
      pageChangedItems(
        connection,
        {
          rolloutId,
          after,
          recovered: options.includeRecovered ?? false,
          ...(turnId !== undefined && { turnId }),
        },
        order,
        span,
        direction,
        count,
      ),
    ordinalOf: (row) => row[order],
  }).map(({ row }) => row);
  return pageOf(rows, limit, itemEntry, (row, includeAnchor) =>
    encodePageCursor(lineage.threadId, row[order], includeAnchor, scope),
  );
}

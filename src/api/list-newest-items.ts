/** The newest items of a thread as rows, for those who go on with its changes. */
import type Database from 'better-sqlite3';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { pageItems, type StoredItem } from '../store/page-items.js';
import { collectRows } from './segment-span.js';

/** Up to `count` rows, oldest first; recovered ones if asked. */
export function listNewestItems(
  connection: Database.Database,
  lineage: ThreadLineage,
  count: number,
  { includeRecovered = false }: { includeRecovered?: boolean } = {},
): StoredItem[] {
  return collectRows({
    lineage,
    direction: 'desc',
    anchor: null,
    limit: count,
    fetch: ({ rolloutId }, span, limit) =>
      pageItems(connection, { rolloutId, recovered: includeRecovered }, span, 'desc', limit),
    ordinalOf: (row) => row.rollout_ordinal,
  })
    .map(({ row }) => row)
    .reverse();
}

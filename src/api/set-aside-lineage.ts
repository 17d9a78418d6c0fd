/**
 * The history that a rollout held before other text took its place, for reads of rows: it has no file any more, and nothing of it
 * is projected. Its id is the one that the diagnostic `source_replaced` names.
 */
import type Database from 'better-sqlite3';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { readCheckpoint } from '../store/checkpoint.js';

const SET_ASIDE_ID = /^[0-9a-f-]{36}~\d+$/;

/**
 * Rows that are kept as `<rollout id>~<n>`, as a lineage of one segment; what a fork or a revert inherited is read where it came
 * from.
 *
 * @returns null for any other id, and where no such rows are kept
 */
export function setAsideLineage(connection: Database.Database, id: string): ThreadLineage | null {
  const checkpoint = SET_ASIDE_ID.test(id) ? readCheckpoint(connection, id) : null;
  if (checkpoint === null) return null;
  return {
    threadId: id,
    historyMode: checkpoint.reducer === 'canonical' ? 'paginated' : 'legacy',
    archived: false,
    segments: [{ rolloutId: id, startOrdinal: 0, endOrdinal: null, endByteOffset: null }],
    missingAncestor: null,
  };
}

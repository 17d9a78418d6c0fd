/** The same page asked of each server: requests at random places of a thread that has a whole page from there. */
import Database from 'better-sqlite3';
import { encodeLegacyTurnCursor } from '../../dist/api/cursors/legacy-turn-cursor.js';
import { encodePageCursor } from '../../dist/api/cursors/page-cursor.js';
import { createRandom } from './random.js';

/** @typedef {'items' | 'turns'} PageKind */

/**
 * @typedef {object} PageRequest
 * @property {string} method
 * @property {{ threadId: string, limit: number }} params
 *
 * @typedef {object} Place a row to page from
 * @property {string} turn_id
 * @property {number} turn_occurrence
 * @property {number} rollout_ordinal
 */

/** @type {Record<PageKind, { method: string, limit: number, scope: 'itemsByCreatedAtOrdinal' | 'turns', rows: string }>} */
const KINDS = {
  items: {
    method: 'thread/items/list',
    limit: 100,
    scope: 'itemsByCreatedAtOrdinal',
    // Codex's form has no recovered items.
    rows: `select turn_id, turn_occurrence, rollout_ordinal from thread_items
      where thread_id = ? and origin = 'canonical' order by 3`,
  },
  turns: {
    method: 'thread/turns/list',
    limit: 20,
    scope: 'turns',
    rows: 'select turn_id, occurrence as turn_occurrence, rollout_ordinal from thread_turns where thread_id = ? order by 3',
  },
};

/**
 * @param {string} path a database with the rows of the thread
 * @param {{ kind: PageKind, threadId: string, historyMode: 'paginated' | 'legacy' }} thread
 */
export function createPageRequests(path, { kind, threadId, historyMode }) {
  const { method, limit, scope, rows } = KINDS[kind];
  const database = new Database(path, { readonly: true });
  const places = /** @type {Place[]} */ (database.prepare(rows).all(threadId));
  database.close();
  const random = createRandom(places.length);
  return {
    /** Entries that the thread shows. */
    entries: places.length,
    limit,
    choosePlace: () => places[random(0, places.length - limit)],
    /** @type {(place: Place) => PageRequest} */
    request({ turn_id, turn_occurrence, rollout_ordinal }) {
      const cursor =
        kind === 'turns' && historyMode === 'legacy'
          ? encodeLegacyTurnCursor(turn_id, turn_occurrence, true)
          : encodePageCursor(threadId, rollout_ordinal, true, scope);
      const params = { threadId, cursor, limit, sortDirection: 'asc' };
      return { method, params };
    },
    /** What the floor's server takes. @type {(place: Place) => PageRequest} */
    rawRequest({ rollout_ordinal: from }) {
      const params = { threadId, from, limit };
      return { method: kind, params };
    },
  };
}

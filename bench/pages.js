/**
 * Pages over JSON-RPC at random places of threads of very different length, against the floor (a server that knows
 * nothing but the statement) and the peer. The three are asked by turns.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { encodeLegacyTurnCursor } from '../dist/api/cursors/legacy-turn-cursor.js';
import { encodePageCursor } from '../dist/api/cursors/page-cursor.js';
import { dataset, STANDARD_ITEMS } from './support/dataset.js';
import { projectedDatabase } from './support/project.js';
import { createRandom } from './support/random.js';
import { startOurs, startPeer, startRawPages } from './support/servers.js';
import { ratios, summarise } from './support/statistics.js';
import { withWorkFolder } from './support/work-folder.js';

/** @typedef {import('./support/dataset.js').Dataset} Dataset */
/** @typedef {import('./support/rpc-client.js').RpcClient} RpcClient */
/** @typedef {import('./support/report.js').Row} Row */

const WARM_UP = 100;
const KINDS = {
  items: { method: 'thread/items/list', limit: 100, table: 'thread_items', target: '≤ 2 ms, at any length' },
  turns: { method: 'thread/turns/list', limit: 20, table: 'thread_turns', target: '≤ 0.7 ms, at any length' },
};

/** A longer thread would keep the peer busy for minutes before its first page. */
const MOST_ITEMS_FOR_PEER = STANDARD_ITEMS;

/**
 * @param {import('./support/report.js').Bench} bench
 * @returns {Promise<import('./support/report.js').Report>}
 */
export async function measurePages({ options, note }) {
  /** @type {{ items: number, outputBytes?: number }[]} */
  const sizes = [{ items: 1_000 }, { items: STANDARD_ITEMS }, { items: 1_000_000, outputBytes: 100 }];
  /** @type {Row[]} */
  const rows = [];
  for (const historyMode of /** @type {const} */ (['paginated', 'legacy'])) {
    for (const size of options.quick ? sizes.slice(0, 2) : sizes) {
      note(`${historyMode}, ${size.items.toLocaleString('en')} items`);
      const data = dataset({ ...size, historyMode });
      const requests = options.quick ? 200 : 500;
      const asked = historyMode === 'paginated' && size.items <= MOST_ITEMS_FOR_PEER;
      rows.push(...(await measureThread({ data, historyMode, requests, peer: asked ? options.peer : null })));
    }
  }
  const notes =
    options.peer === null ? ['No peer: name a codex binary by THREADLOOM_BENCH_PEER to compare.'] : [];
  return {
    title: 'Pages over JSON-RPC at random places (100 items; 20 turns with their summaries)',
    rows,
    notes,
  };
}

/**
 * @param {{ data: Dataset, historyMode: 'paginated' | 'legacy', requests: number, peer: string | null }} options
 * @returns {Promise<Row[]>}
 */
async function measureThread({ data, historyMode, requests, peer }) {
  const { threadId, home } = data;
  const database = await projectedDatabase(data);
  return withWorkFolder(async (folder) => {
    const servers = { ours: await startOurs({ home, database }), floor: startRawPages(database) };
    const theirs = peer === null ? null : await startPeer({ peer, data, home: join(folder, 'peer') });
    await theirs?.call('thread/resume', { threadId, excludeTurns: true });
    const rows = [];
    for (const kind of /** @type {const} */ (['items', 'turns'])) {
      const { method, limit, target } = KINDS[kind];
      const places = choosePlaces(database, { kind, threadId, count: WARM_UP + requests });
      const found = { ours: [], floor: [], peer: [] };
      let answerBytes = 0;
      for (const place of places) {
        const cursor =
          kind === 'turns' && historyMode === 'legacy'
            ? encodeLegacyTurnCursor(place.turn_id, place.turn_occurrence, true)
            : encodePageCursor(threadId, place.rollout_ordinal, true, SCOPES[kind]);
        const params = { threadId, cursor, limit, sortDirection: 'asc' };
        const own = await page(servers.ours, method, params);
        answerBytes = own.bytes;
        found.ours.push(own.ms);
        const raw = { threadId, from: place.rollout_ordinal, limit };
        found.floor.push((await page(servers.floor, kind, raw)).ms);
        if (theirs) found.peer.push((await page(theirs, method, params)).ms);
      }
      rows.push(
        row(
          `${historyMode}, ${data.items.toLocaleString('en')} items: ${limit} ${kind}`,
          target,
          found,
          answerBytes,
        ),
      );
    }
    await Promise.all([servers.ours.close(), servers.floor.close(), theirs?.close()]);
    return rows;
  });
}

const SCOPES = /** @type {const} */ ({ items: 'itemsByCreatedAtOrdinal', turns: 'turns' });

/**
 * Rows from which a whole page can be read.
 *
 * @param {string} path
 * @param {{ kind: 'items' | 'turns', threadId: string, count: number }} options
 */
function choosePlaces(path, { kind, threadId, count }) {
  const { table, limit } = KINDS[kind];
  const occurrence = kind === 'turns' ? 'occurrence' : 'turn_occurrence';
  const database = new Database(path, { readonly: true });
  const rows = database
    .prepare(
      `select turn_id, ${occurrence} as turn_occurrence, rollout_ordinal from ${table} where thread_id = ? order by rollout_ordinal`,
    )
    .all(threadId);
  database.close();
  const random = createRandom(rows.length);
  return Array.from({ length: count }, () => rows[random(0, rows.length - limit)]);
}

/**
 * @param {RpcClient} server
 * @param {string} method
 * @param {{ limit: number }} params
 */
async function page(server, method, params) {
  const answer = await server.call(method, params);
  const { length } = answer.result.data;
  if (length !== params.limit) throw new Error(`${method} gave ${length} entries instead of ${params.limit}`);
  return answer;
}

/**
 * @param {string} what
 * @param {string} target
 * @param {{ ours: number[], floor: number[], peer: number[] }} found in milliseconds, with those of the warm-up
 * @param {number} answerBytes
 * @returns {Row}
 */
function row(what, target, found, answerBytes) {
  const [ours, floor, peer] = [found.ours, found.floor, found.peer].map((times) => times.slice(WARM_UP));
  return {
    what,
    unit: 'ms',
    target,
    measured: summarise(ours),
    floor: summarise(floor),
    timesFloor: ratios(ours, floor),
    ...(peer.length > 0 && { peer: summarise(peer), peerTimes: ratios(peer, ours) }),
    work: { requests: ours.length, answerBytes },
  };
}

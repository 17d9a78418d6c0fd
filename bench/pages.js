/**
 * Pages over JSON-RPC at random places of threads of very different length, against the floor (a server that knows
 * nothing but the statement) and the peer. Blocks of requests go to each in turn, as from one reader who scrolls.
 */
import { join } from 'node:path';
import { dataset, STANDARD_ITEMS } from './support/dataset.js';
import { createPageRequests } from './support/page-requests.js';
import { projectedDatabase } from './support/project.js';
import { startOurs, startPeer, startRawPages } from './support/servers.js';
import { ratios, summarise } from './support/statistics.js';
import { withWorkFolder } from './support/work-folder.js';

/** @typedef {import('./support/report.js').Row} Row */
/** @typedef {import('./support/rpc-client.js').RpcClient} RpcClient */
/** @typedef {import('./support/page-requests.js').PageRequest} PageRequest */

const BLOCK = 50;
const WARM_UP_BLOCKS = 4;
const TARGETS = { items: '≤ 2 ms, at any length', turns: '≤ 0.7 ms, at any length' };

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
      const peer = historyMode === 'paginated' ? options.peer : null;
      rows.push(...(await measureThread({ ...size, historyMode, blocks: options.quick ? 4 : 10, peer })));
    }
  }
  return {
    title: 'Pages over JSON-RPC at random places (100 items; 20 turns with their summaries)',
    rows,
    notes: [
      `Each figure is the median of ${BLOCK} requests. A legacy thread shows no commands, so it has half the items.`,
      ...(options.peer === null ? ['No peer: name a codex binary by THREADLOOM_BENCH_PEER to compare.'] : []),
    ],
  };
}

/**
 * @param {import('./support/dataset.js').DatasetSize & {
 *   historyMode: 'paginated' | 'legacy', blocks: number, peer: string | null }} options
 * @returns {Promise<Row[]>}
 */
async function measureThread({ blocks, peer, ...size }) {
  const data = dataset(size);
  const { threadId, home } = data;
  const { historyMode } = size;
  const database = await projectedDatabase(data);
  return withWorkFolder(async (folder) => {
    const ours = await startOurs({ home, database });
    const raw = startRawPages(database);
    const theirs = peer === null ? null : await startPeer({ peer, data, home: join(folder, 'peer') });
    await theirs?.call('thread/resume', { threadId, excludeTurns: true });
    /** @type {Row[]} */
    const rows = [];
    for (const kind of /** @type {const} */ (['items', 'turns'])) {
      const pages = createPageRequests(database, { kind, threadId, historyMode });
      /** @type {Record<'ours' | 'floor' | 'peer', number[]>} */
      const found = { ours: [], floor: [], peer: [] };
      let bytes = 0;
      for (let block = 0; block < WARM_UP_BLOCKS + blocks; block++) {
        const places = Array.from({ length: BLOCK }, pages.choosePlace);
        const own = await ask(ours, places.map(pages.request));
        bytes = own.bytes;
        found.ours.push(own.ms);
        found.floor.push((await ask(raw, places.map(pages.rawRequest))).ms);
        if (theirs) found.peer.push((await ask(theirs, places.map(pages.request))).ms);
      }
      const what = `${historyMode}, ${pages.entries.toLocaleString('en')} ${kind}: ${pages.limit}`;
      const work = { requests: blocks * BLOCK, answerBytes: bytes };
      rows.push({ ...rowOf(found), what, target: TARGETS[kind], work });
    }
    await Promise.all([ours.close(), raw.close(), theirs?.close()]);
    return rows;
  });
}

/**
 * Asks for pages one after the other, each of which must be whole.
 *
 * @param {RpcClient} server
 * @param {PageRequest[]} requests
 * @returns {Promise<{ ms: number, bytes: number }>} medians
 */
async function ask(server, requests) {
  const answers = [];
  for (const { method, params } of requests) {
    const answer = await server.call(method, params);
    const { length } = answer.result.data;
    if (length !== params.limit) throw new Error(`${method} gave ${length} entries, not ${params.limit}`);
    answers.push(answer);
  }
  const ms = summarise(answers.map((answer) => answer.ms)).median;
  return { ms, bytes: Math.round(summarise(answers.map((answer) => answer.bytes)).median) };
}

/**
 * @param {{ ours: number[], floor: number[], peer: number[] }} found milliseconds by block, with those of the warm-up
 * @returns {Omit<Row, 'what'>}
 */
function rowOf(found) {
  const [ours, floor, peer] = [found.ours, found.floor, found.peer].map((ms) => ms.slice(WARM_UP_BLOCKS));
  return {
    unit: 'ms',
    measured: summarise(ours),
    floor: summarise(floor),
    timesFloor: ratios(ours, floor),
    ...(peer.length > 0 && { peer: summarise(peer), peerTimes: ratios(peer, ours) }),
  };
}

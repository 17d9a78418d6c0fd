/**
 * The first page of a thread that is not projected yet, over JSON-RPC, as a client meets it: start the server, greet it,
 * ask. The peer has to resume the thread before it pages it.
 */
import { join } from 'node:path';
import { dataset, STANDARD_ITEMS } from './support/dataset.js';
import { runChild } from './support/run-child.js';
import { startOurs, startPeer } from './support/servers.js';
import { ratios, summarise } from './support/statistics.js';
import { withWorkFolder } from './support/work-folder.js';

/** @typedef {{ requestMs: number, totalMs: number, bytes: number }} FirstPage */

/**
 * @param {import('./support/report.js').Bench} bench
 * @returns {Promise<import('./support/report.js').Report>}
 */
export async function measureFirstPage({ options, note }) {
  const data = dataset({ items: options.quick ? STANDARD_ITEMS / 10 : STANDARD_ITEMS });
  const { threadId, home, path: rollout } = data;
  const { peer } = options;
  return withWorkFolder(async (folder) => {
    const rowsOf = join(folder, 'rows.sqlite');
    await runChild('project-cold.js', { home, threadId, database: rowsOf });
    /** @type {{ ours: FirstPage[], floor: number[], peer: FirstPage[] }} */
    const found = { ours: [], floor: [], peer: [] };
    for (let round = 1; round <= options.rounds; round++) {
      note(`round ${round} of ${options.rounds}`);
      const ours = await startOurs({ home, database: join(folder, `ours-${round}.sqlite`) });
      found.ours.push(await ask(ours, [['thread/items/list', { threadId, limit: 100 }]]));
      const floor = { rollout, rowsOf, database: join(folder, `floor-${round}.sqlite`) };
      found.floor.push((await runChild('insert-floor.js', floor)).ms);
      if (peer === null) continue;
      const client = await startPeer({ peer, data, home: join(folder, `peer-${round}`) });
      found.peer.push(
        await ask(client, [
          ['thread/resume', { threadId, excludeTurns: true }],
          ['thread/turns/list', { threadId }],
        ]),
      );
    }
    return report(data, found);
  });
}

/**
 * Asks one request after the other and ends the server.
 *
 * @param {import('./support/rpc-client.js').RpcClient} client
 * @param {[method: string, params: object][]} requests the last one is for the page
 * @returns {Promise<FirstPage>}
 */
async function ask(client, requests) {
  try {
    let requestMs = 0;
    let bytes = 0;
    for (const [method, params] of requests) {
      const answer = await client.call(method, params);
      requestMs += answer.ms;
      bytes = answer.bytes;
      if (method.endsWith('list') && answer.result.data.length === 0) throw new Error(`${method} is empty`);
    }
    return { requestMs, totalMs: performance.now() - client.startedAt, bytes };
  } finally {
    await client.close();
  }
}

/**
 * @param {import('./support/dataset.js').Dataset} data
 * @param {{ ours: FirstPage[], floor: number[], peer: FirstPage[] }} found
 * @returns {import('./support/report.js').Report}
 */
function report(data, { ours, floor, peer }) {
  /** @type {(what: string, name: 'requestMs' | 'totalMs') => import('./support/report.js').Row} */
  const compared = (what, name) => {
    const own = ours.map((page) => page[name]);
    const theirs = peer.map((page) => page[name]);
    return {
      what,
      unit: 'ms',
      target: 'peer ≥ 3 × ours',
      measured: summarise(own),
      ...(peer.length > 0 && { peer: summarise(theirs), peerTimes: ratios(theirs, own) }),
    };
  };
  const own = ours.map(({ requestMs }) => requestMs);
  return {
    title: `First page of a thread not projected yet, over JSON-RPC: ${(data.bytes / 1e6).toFixed(1)} MB`,
    rows: [
      {
        ...compared('request to page', 'requestMs'),
        floor: summarise(floor),
        timesFloor: ratios(own, floor),
        work: { logBytes: data.bytes, answerBytes: ours[0].bytes },
      },
      compared('process start to page', 'totalMs'),
    ],
    notes: peer.length > 0 ? [] : ['No peer: name a codex binary by THREADLOOM_BENCH_PEER to compare.'],
  };
}

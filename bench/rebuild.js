/**
 * Everything made anew: `threadloom rebuild --beside` over a home of many threads and over one of a single large thread, against
 * the least that single-threaded Node can do for the same rows, and the peer's way to rows, its migration. Then everything proved.
 */
import { join } from 'node:path';
import { dataset, STANDARD_ITEMS } from './support/dataset.js';
import { manyThreads } from './support/many-threads.js';
import { migrateWithPeer } from './support/migrate-peer.js';
import { rebuild, verify } from './support/project.js';
import { runChild } from './support/run-child.js';
import { ratios, summarise } from './support/statistics.js';
import { withWorkFolder } from './support/work-folder.js';

const MB = 1e6;
const THREADS = 300;
/** Of the standard size: about 1 GB. */
const LARGE = 9;

/**
 * @param {import('./support/report.js').Bench} bench
 * @returns {Promise<import('./support/report.js').Report>}
 */
export async function measureRebuild({ options, note }) {
  const times = options.quick ? 0.1 : 1;
  const large = dataset({ items: STANDARD_ITEMS * LARGE * times });
  const legacy = dataset({ items: STANDARD_ITEMS * times, historyMode: 'legacy' });
  const threads = THREADS * times;
  /** @type {{ what: string, home: string, paths: string[], bytes: number, peer?: string | null }[]} */
  const subjects = [
    { what: `${threads} paginated threads`, ...manyThreads({ threads, historyMode: 'paginated' }) },
    {
      what: `${threads} legacy threads`,
      ...manyThreads({ threads, historyMode: 'legacy' }),
      peer: options.peer,
    },
    { what: 'one paginated thread', home: large.home, paths: [large.path], bytes: large.bytes },
    {
      what: 'one legacy thread',
      home: legacy.home,
      paths: [legacy.path],
      bytes: legacy.bytes,
      peer: options.peer,
    },
  ];
  const rows = [];
  for (const subject of subjects) {
    note(subject.what);
    rows.push(...(await measure(subject, options.rounds)));
  }
  return {
    title: 'Rebuild beside: the whole program, from its start to the rows in place',
    rows,
    notes: [
      'The peer migrates the legacy threads, writing new logs as well as rows; it makes no rows of paginated ones.',
    ],
  };
}

/**
 * @param {{ what: string, home: string, paths: string[], bytes: number, peer?: string | null }} subject
 * @param {number} rounds
 * @returns {Promise<import('./support/report.js').Row[]>}
 */
async function measure({ what, home, paths, bytes, peer }, rounds) {
  return withWorkFolder(async (folder) => {
    const rowsOf = join(folder, 'rows.sqlite');
    const ours = [];
    const floor = [];
    const peers = [];
    const proofs = [];
    await rebuild(home, rowsOf);
    for (let round = 1; round <= rounds; round++) {
      const steps = [
        async () => {
          const database = join(folder, `ours-${round}.sqlite`);
          ours.push(await rebuild(home, database));
          proofs.push(await verify(home, database));
        },
        async () => {
          const database = join(folder, `floor-${round}.sqlite`);
          floor.push(await runChild('rebuild-floor.js', { rollouts: paths, rowsOf, database }));
        },
      ];
      // Neither is always the one that runs after the other.
      for (const step of round % 2 === 1 ? steps : steps.reverse()) await step();
      if (peer)
        peers.push(await migrateWithPeer({ peer, home, paths, folder: join(folder, `peer-${round}`) }));
    }
    const pick = (/** @type {Record<string, number>[]} */ runs, /** @type {string} */ name) =>
      runs.map((run) => run[name]);
    const rate = (/** @type {Record<string, number>[]} */ runs) => runs.map(({ ms }) => bytes / 1_000 / ms);
    const memory = (/** @type {Record<string, number>[]} */ runs) =>
      runs.map(({ peakBytes }) => peakBytes / MB);
    const [{ bytesRead, linesParsed }] = ours;
    /** @type {import('./support/report.js').Row[]} */
    const rows = [
      {
        what: `${what}, ${(bytes / MB).toFixed(0)} MB`,
        unit: 'ms',
        target: '3 × 9.3 MB/s or faster',
        measured: summarise(pick(ours, 'ms')),
        floor: summarise(pick(floor, 'ms')),
        timesFloor: ratios(pick(ours, 'ms'), pick(floor, 'ms')),
        ...(peers.length > 0 && {
          peer: summarise(pick(peers, 'ms')),
          peerTimes: ratios(pick(peers, 'ms'), pick(ours, 'ms')),
        }),
        work: { bytesRead, linesParsed },
      },
      { what: '  throughput', unit: 'MB/s', measured: summarise(rate(ours)), floor: summarise(rate(floor)) },
      {
        what: '  peak memory',
        unit: 'MB',
        target: '≤ 241 MB',
        measured: summarise(memory(ours)),
        ...(peers.length > 0 && { peer: summarise(memory(peers)) }),
      },
      { what: '  processor, all threads', unit: 'ms', measured: summarise(pick(ours, 'cpuMs')) },
      {
        what: '  verifying all of it, afterwards',
        unit: 'ms',
        target: 'no longer than the rebuild',
        measured: summarise(pick(proofs, 'ms')),
        work: { rollouts: proofs[0].rollouts, proved: proofs[0].proved },
      },
      { what: '    verify ÷ rebuild', unit: '×', measured: ratios(pick(proofs, 'ms'), pick(ours, 'ms')) },
      { what: '    peak memory', unit: 'MB', measured: summarise(memory(proofs)) },
    ];
    return rows;
  });
}

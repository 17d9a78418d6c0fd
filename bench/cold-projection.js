/**
 * A thread that nobody has read yet, from the request until its rows are there, against the least that single-threaded
 * Node can do for the same rows. Both run by turns in fresh processes; the files are in the page cache.
 */
import { join } from 'node:path';
import { dataset, STANDARD_ITEMS } from './support/dataset.js';
import { runChild } from './support/run-child.js';
import { ratios, summarise } from './support/statistics.js';
import { withWorkFolder } from './support/work-folder.js';

/**
 * @param {import('./support/report.js').Bench} bench
 * @returns {Promise<import('./support/report.js').Report>}
 */
export async function measureColdProjection({ options, note }) {
  const data = dataset({ items: options.quick ? STANDARD_ITEMS / 10 : STANDARD_ITEMS });
  return withWorkFolder(async (folder) => {
    const { home, threadId, path: rollout } = data;
    const rowsOf = join(folder, 'rows.sqlite');
    const ours = [];
    const floor = [];
    await runChild('project-cold.js', { home, threadId, database: rowsOf });
    for (let round = 1; round <= options.rounds; round++) {
      note(`round ${round} of ${options.rounds}`);
      const steps = [
        async () => {
          const database = join(folder, `ours-${round}.sqlite`);
          ours.push(await runChild('project-cold.js', { home, threadId, database }));
        },
        async () => {
          const database = join(folder, `floor-${round}.sqlite`);
          floor.push(await runChild('insert-floor.js', { rollout, rowsOf, database }));
        },
      ];
      // Neither is always the one that runs after the other.
      for (const step of round % 2 === 1 ? steps : steps.reverse()) await step();
    }
    return report(data, ours, floor);
  });
}

/**
 * @param {import('./support/dataset.js').Dataset} data
 * @param {Record<string, number>[]} ours
 * @param {Record<string, number>[]} floor
 * @returns {import('./support/report.js').Report}
 */
function report(data, ours, floor) {
  const [{ bytesRead, linesParsed, batches, items }] = ours;
  /** @type {(what: string, name: string) => import('./support/report.js').Row} */
  const compared = (what, name) => ({
    what,
    unit: 'ms',
    measured: summarise(pick(ours, name)),
    floor: summarise(pick(floor, name)),
    timesFloor: ratios(pick(ours, name), pick(floor, name)),
  });
  const [{ rowsInserted, linesParsed: floorLines }] = floor;
  const part = (name) => summarise(pick(floor, name));
  const mainThread = ours.every(({ mainThreadMs }) => mainThreadMs !== null);
  return {
    title: `Cold projection: ${data.lines.toLocaleString('en')} lines, ${(data.bytes / 1e6).toFixed(1)} MB`,
    rows: [
      {
        ...compared('request to projected', 'ms'),
        target: '≤ 1.6 × floor',
        work: { bytesRead, linesParsed, batches, items },
      },
      compared('folding the write-ahead log in, afterwards', 'foldMs'),
      compared('processor, all threads', 'cpuMs'),
      ...(mainThread ? [compared('processor, main thread', 'mainThreadMs')] : []),
      {
        what: 'floor: read the file',
        unit: 'ms',
        measured: part('readMs'),
        work: { bytesRead: floor[0].bytesRead },
      },
      {
        what: 'floor: parse lines that matter',
        unit: 'ms',
        measured: part('parseMs'),
        work: { linesParsed: floorLines },
      },
      { what: 'floor: insert finished rows', unit: 'ms', measured: part('insertMs'), work: { rowsInserted } },
      { what: 'process start, beforehand', unit: 'ms', measured: summarise(pick(ours, 'startMs')) },
      { what: 'opening the database, beforehand', unit: 'ms', measured: summarise(pick(ours, 'openMs')) },
    ],
  };
}

/** @param {Record<string, number>[]} runs @param {string} name */
function pick(runs, name) {
  return runs.map((run) => run[name]);
}

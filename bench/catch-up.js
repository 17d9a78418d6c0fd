/** One line is appended to a log that is projected already: what a reader waits for, on logs of very different size. */
import { dataset, STANDARD_ITEMS } from './support/dataset.js';
import { runChild } from './support/run-child.js';
import { ratios, summarise } from './support/statistics.js';
import { withWorkFolder } from './support/work-folder.js';

/**
 * @param {import('./support/report.js').Bench} bench
 * @returns {Promise<import('./support/report.js').Report>}
 */
export async function measureCatchUp({ options, note }) {
  const rows = [];
  const sizes = options.quick ? [0.01, 0.1] : [0.1, 1, 10];
  for (const times of sizes) {
    note(`log of ${times} times the standard size`);
    const data = dataset({ items: STANDARD_ITEMS * times });
    const input = { data, rounds: 40 * options.rounds };
    const { ours, floor, unchanged, bytesRead, linesParsed } = await withWorkFolder((folder) =>
      runChild('catch-up.js', { ...input, folder }),
    );
    const size = `${(data.bytes / 1e6).toFixed(1)} MB`;
    rows.push(
      row(`${size}: one more line`, ours, {
        target: '< 5 ms at any size',
        floor: summarise(floor),
        timesFloor: ratios(ours, floor),
        work: { bytesRead, linesParsed },
      }),
      row(`${size}: nothing new`, unchanged, { work: { bytesRead: 0, linesParsed: 0 } }),
    );
  }
  return { title: 'Catch-up', rows };
}

/**
 * @param {string} what
 * @param {number[]} times in milliseconds
 * @param {Partial<import('./support/report.js').Row>} rest
 * @returns {import('./support/report.js').Row}
 */
function row(what, times, rest) {
  return { what, unit: 'ms', measured: summarise(times), ...rest };
}

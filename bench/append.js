/** Appends to a live thread with rows committed behind them: how many a second, and how long the rows take. */
import { runChild } from './support/run-child.js';
import { quantile, ratios, summarise } from './support/statistics.js';
import { withWorkFolder } from './support/work-folder.js';

/**
 * @param {import('./support/report.js').Bench} bench
 * @returns {Promise<import('./support/report.js').Report>}
 */
export async function measureAppend({ options, note }) {
  /** @type {import('./support/report.js').Row[]} */
  const rows = [];
  for (const historyMode of ['paginated', 'legacy']) {
    note(historyMode);
    const input = { historyMode, blocks: 2 * options.rounds, seconds: options.quick ? 1 : 4 };
    const found = await withWorkFolder((folder) => runChild('append.js', { ...input, folder }));
    const { ours, floor, burst, append, latency, steady, events, work } = found;
    rows.push(
      {
        what: `${historyMode}: each group waits for its rows`,
        unit: 'events/s',
        target: '≥ 5,000',
        measured: summarise(ours),
        floor: summarise(floor),
        timesFloor: ratios(ours, floor),
        work: { events, ...work },
      },
      {
        what: `${historyMode}: rows follow when they can`,
        unit: 'events/s',
        measured: summarise(burst),
        floor: summarise(floor),
        timesFloor: ratios(burst, floor),
      },
      ...percentiles(`${historyMode}: the append alone`, append),
      ...percentiles(`${historyMode}: until its rows are committed`, latency),
      ...percentiles(`${historyMode}: the same at 5,000 events a second`, steady),
    );
  }
  return { title: 'Live appends in groups of ten small events', rows };
}

/**
 * @param {string} what
 * @param {number[]} times in milliseconds
 * @returns {import('./support/report.js').Row[]}
 */
function percentiles(what, times) {
  return [0.5, 0.99].map((share) => ({
    what: `${what}, p${100 * share}`,
    unit: 'ms',
    measured: summarise([quantile(times, share)]),
  }));
}

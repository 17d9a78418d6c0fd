/** How soon a subscriber in another process has what was appended, and what it costs to wait for it. */
import { runChild } from './support/run-child.js';
import { quantile, summarise } from './support/statistics.js';
import { withWorkFolder } from './support/work-folder.js';

/**
 * @param {import('./support/report.js').Bench} bench
 * @returns {Promise<import('./support/report.js').Report>}
 */
export async function measureSubscriptions({ options, note }) {
  const items = options.quick ? 50 : 300;
  const idleMs = options.quick ? 1_000 : 5_000;
  /** @type {import('./support/report.js').Row[]} */
  const rows = [];
  for (const projecting of [true, false]) {
    const who = projecting ? 'a live thread' : 'a program that only writes the file';
    note(who);
    const { latencies, idleCpuMs, bytesRead } = await withWorkFolder((folder) =>
      runChild('subscribe.js', { folder, items, projecting, idleMs }),
    );
    rows.push(
      {
        what: `written by ${who}`,
        unit: 'ms',
        target: '≤ 50 ms',
        measured: summarise(latencies),
        work: { items: latencies.length, bytesProjectedBySubscriber: bytesRead },
      },
      { what: '  p99', unit: 'ms', measured: summarise([quantile(latencies, 0.99)]) },
      {
        what: '  processor time a second while idle',
        unit: 'ms',
        measured: summarise([(idleCpuMs * 1000) / idleMs]),
      },
    );
  }
  return { title: 'From an append to a subscriber in another process', rows };
}

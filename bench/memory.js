/** Peak memory of `threadloom project`, which must not grow with the log. */
import { join } from 'node:path';
import { dataset, STANDARD_ITEMS } from './support/dataset.js';
import { project } from './support/project.js';
import { runChild } from './support/run-child.js';
import { ratios, summarise } from './support/statistics.js';
import { withWorkFolder } from './support/work-folder.js';

const MB = 1e6;

/**
 * @param {import('./support/report.js').Bench} bench
 * @returns {Promise<import('./support/report.js').Report>}
 */
export async function measureMemory({ options, note }) {
  const rows = [];
  const sizes = options.quick ? [0.1] : [1, 10];
  for (const times of sizes) {
    note(`log of ${times} times the standard size`);
    const data = dataset({ items: STANDARD_ITEMS * times });
    rows.push(
      await withWorkFolder(async (folder) => {
        const idle = await runChild('idle.js', { database: join(folder, 'idle.sqlite') });
        const { peakBytes, bytesRead, linesParsed, ms } = await project(data, join(folder, 'history.sqlite'));
        /** @type {import('./support/report.js').Row} */
        const row = {
          what: `project ${(data.bytes / MB).toFixed(1)} MB`,
          unit: 'MB',
          target: '≤ 200 MB',
          measured: summarise([peakBytes / MB]),
          floor: summarise([idle.peakBytes / MB]),
          timesFloor: ratios([peakBytes], [idle.peakBytes]),
          work: { bytesRead, linesParsed, ms: Math.round(ms) },
        };
        return row;
      }),
    );
  }
  return { title: 'Peak memory of `threadloom project` (floor: Node with an open database)', rows };
}

/** `npm run bench`: runs the measurements and prints what they found. Says nothing about whether it is good. */
import { availableParallelism, cpus } from 'node:os';
import { measureAppend } from './append.js';
import { measureCatchUp } from './catch-up.js';
import { measureColdProjection } from './cold-projection.js';
import { measureFirstPage } from './first-page.js';
import { measureMemory } from './memory.js';
import { measurePages } from './pages.js';
import { measureRebuild } from './rebuild.js';
import { measureSubscriptions } from './subscribe.js';
import { readOptions, USAGE } from './support/options.js';
import { renderReport } from './support/table.js';

/** @type {Record<string, (bench: import('./support/report.js').Bench) => Promise<import('./support/report.js').Report>>} */
const MEASUREMENTS = {
  cold: measureColdProjection,
  'first-page': measureFirstPage,
  'catch-up': measureCatchUp,
  pages: measurePages,
  memory: measureMemory,
  rebuild: measureRebuild,
  append: measureAppend,
  subscribe: measureSubscriptions,
};

const options = readOptionsOrExit();
const machine = {
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processor: cpus()[0]?.model ?? 'unknown',
  processors: availableParallelism(),
};
if (!options.json) {
  const { node, platform, processor, processors } = machine;
  console.log(`Node ${node}, ${platform}, ${processors} × ${processor}. Medians (least–greatest).`);
  if (options.quick)
    console.log('Quick: little data, so what is spent once weighs more than the targets allow for.');
  console.log('');
}
/** @type {Record<string, import('./support/report.js').Report>} */
const reports = {};
for (const name of options.only) {
  const note = (/** @type {string} */ message) => console.error(`  ${name}: ${message}`);
  reports[name] = await MEASUREMENTS[name]({ options, note });
  if (!options.json) console.log(renderReport(reports[name]));
}
if (options.json) console.log(JSON.stringify({ machine, quick: options.quick, reports }, null, 2));

function readOptionsOrExit() {
  try {
    return readOptions(process.argv.slice(2), process.env, Object.keys(MEASUREMENTS));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    process.exit(2);
  }
}

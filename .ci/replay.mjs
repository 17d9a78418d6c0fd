// Replays the recorded answers that lie beside the project, if they do, and holds on to what was reached: a family of
// cases that was once wholly equal, as far as docs/compatibility.md allows, stays a gate (.ci/green-families.json).
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const GREEN = fileURLToPath(new URL('./green-families.json', import.meta.url));
const EXPECTED = fileURLToPath(new URL('./expected-differences.json', import.meta.url));
const TOOL = fileURLToPath(new URL('../../shared/tools/conform.mjs', import.meta.url));
const update = process.argv.includes('--update');

const run = spawnSync(process.execPath, [TOOL, '--rows', '--json'], { encoding: 'utf8', maxBuffer: 1 << 28 });
const report = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
const expected = JSON.parse(readFileSync(EXPECTED, 'utf8'));
const green = new Set(JSON.parse(readFileSync(GREEN, 'utf8')));

const families = new Map();
for (const { case: name, differences } of report.results) {
  const family = name.split('/')[0];
  const patterns = (expected[name] ?? []).map((pattern) => new RegExp(pattern));
  const unexpected = differences.filter(
    (difference) => !patterns.some((pattern) => pattern.test(difference)),
  );
  const known = families.get(family) ?? { unexpected: [] };
  known.unexpected.push(...unexpected.map((difference) => `${name}: ${difference}`));
  families.set(family, known);
}

let failed = 0;
for (const [family, { unexpected }] of families) {
  if (unexpected.length === 0) green.add(family);
  else if (green.has(family)) failed++;
  for (const difference of unexpected.slice(0, 5)) {
    console.log(`${green.has(family) ? 'LOST' : 'not yet'} ${difference.slice(0, 300)}`);
  }
}
if (update) writeFileSync(GREEN, `${JSON.stringify([...green].sort(), null, 2)}\n`);
console.log(`${report.equal} of ${report.calls} answers and rows equal in ${report.cases} cases`);
console.log(`${families.size - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && report.cases > 0 ? 0 : 1;

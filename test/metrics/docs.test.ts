import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/metric-definitions.js';

const DOC = readFileSync(fileURLToPath(new URL('../../docs/metrics.md', import.meta.url)), 'utf8');

it('docs/metrics.md has every metric with its kind and labels, and no other', () => {
  const rows = [...DOC.matchAll(/^\| `(threadloom_\w+)` \| (\w+) \|([^|]*)\|/gm)].map(
    ([, name = '', kind, labels = '']) => [name, { kind, labels: [...labels.matchAll(/\w+/g)].map(String) }],
  );
  const defined = Object.entries(METRICS).map(([name, { kind, labels }]) => [
    name,
    { kind, labels: [...labels] },
  ]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(defined));
});

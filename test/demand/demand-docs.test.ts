/** Every case has its row in docs/demand.md, which says what was recorded of Codex and every word that names the damage. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readDemandRecords } from '../support/demand-record.js';
import { useTempFolder } from '../support/temp-folder.js';
import { DEMAND_CASES } from './demand-cases.js';

const DOC = readFileSync(fileURLToPath(new URL('../../docs/demand.md', import.meta.url)), 'utf8');
const ROWS = new Map(
  [...DOC.matchAll(/^\| ([A-Z]\d+) \|.*$/gm)].map(([row, demand = '']) => [demand, row] as const),
);
const folder = useTempFolder();

it('has a row and a recorded answer for each case, and no other', () => {
  const numbers = DEMAND_CASES.map(({ demand }) => demand);
  expect([...ROWS.keys()].sort()).toEqual([...numbers].sort());
  expect(Object.keys(readDemandRecords()).sort()).toEqual([...numbers].sort());
});

it.each(DEMAND_CASES.map((demand) => [demand.demand, demand] as const))(
  'says of %s what was reported, recorded and named',
  async (number, demand) => {
    const row = ROWS.get(number) ?? '';
    const record = readDemandRecords()[number];
    expect(record?.fault).toMatch(/^(seen|partly|mended)$/);
    expect(row.startsWith(`| ${number} | ${demand.what} | ${record?.fault}: ${record?.note} | `)).toBe(true);
    const { named } = await demand.lay(folder.path('home'));
    for (const { kind } of named) expect(row).toContain(`\`${kind}\``);
    // What we repaired is whole in the eyes of Codex.
    for (const { missing } of record?.repaired ?? []) expect(missing).toBe('nothing');
  },
);

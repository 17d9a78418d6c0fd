/** Any change of a stored row is found and named: in every column of every table, by removal, by a row too many. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RolloutVerdict } from '../../../src/jobs/verify/verify-report.js';
import { DERIVED_TABLES } from '../../../src/store/derived-tables.js';
import {
  arbitraryLegacyRollout,
  arbitraryPaginatedRollout,
  bytesOfLines,
} from '../../support/arbitraries.js';
import { THREAD_ID } from '../../support/arbitrary-values.js';
import { type HistoryLab, openHistoryLab } from '../../support/history-lab.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { verifyLab } from '../../support/verify-lab.js';

fc.configureGlobal({ baseSize: 'medium' });

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

type Value = string | number | null;
type StoredRow = Record<string, Value>;

const CHECKPOINT = { name: 'thread_history_projection_state', key: ['thread_id'] } as const;
const TABLES = [...DERIVED_TABLES, CHECKPOINT];
const KEYS = new Map<string, readonly string[]>(TABLES.map(({ name, key }) => [name, key]));

/** Tells the order of writing, and nothing of the log. */
const NOT_DERIVED = new Set(['diagnostic_id']);
/** How the file was last seen can only be out of date. */
const SEEN = new Set(['source_size', 'source_mtime_ns', 'source_inode']);

interface Place {
  table: string;
  rowid: number;
  row: StoredRow;
}

/** Every derived row there is. */
function everyRow(): Place[] {
  return TABLES.flatMap(({ name: table }) =>
    lab.database.writer
      .prepare<[], StoredRow & { place: number }>(`select rowid as place, * from ${table}`)
      .all()
      .map(({ place, ...row }) => ({ table, rowid: place, row })),
  );
}

function everyColumn(): { place: Place; column: string }[] {
  return everyRow().flatMap((place) =>
    Object.keys(place.row)
      .filter((column) => !NOT_DERIVED.has(column))
      .map((column) => ({ place, column })),
  );
}

/** Another value of the same kind; far enough from any other of the column. */
function otherThan(value: Value): Value {
  if (typeof value === 'number') return value + 1_000_000;
  return value === null ? 7 : `${value}x`;
}

function put({ table, rowid }: Place, column: string, value: Value): void {
  lab.database.writer.prepare(`update ${table} set "${column}" = ? where rowid = ?`).run(value, rowid);
}

function restore({ table, rowid, row }: Place): void {
  lab.database.writer.prepare(`delete from ${table} where rowid = ?`).run(rowid);
  const columns = ['rowid', ...Object.keys(row)].map((column) => `"${column}"`);
  lab.database.writer
    .prepare(`insert into ${table} (${columns.join()}) values (${columns.map(() => '?').join()})`)
    .run(rowid, ...Object.values(row));
}

async function verdictOf(rolloutId: string): Promise<RolloutVerdict | undefined> {
  return (await verifyLab(lab)).verdicts.find((verdict) => verdict.rolloutId === rolloutId);
}

/** The difference is told of the table, the column and, where it has one, the ordinal. */
async function expectNamed({ table, row }: Place, column: string): Promise<void> {
  const { status, cause, differences } = (await verdictOf(String(row.thread_id))) ?? {};
  if (table === CHECKPOINT.name) {
    if (column === 'thread_id') {
      const missing = { table, kind: 'missing' };
      const rows = everyRow().filter((place) => place.row.thread_id === row.thread_id);
      if (rows.length === 0) expect(status).toBe('behind');
      else expect(differences).toEqual([expect.objectContaining(missing)]);
    } else if (SEEN.has(column))
      expect({ status, cause }).toEqual({ status: 'behind', cause: 'file_touched' });
    else if (column === 'projector_version') {
      expect({ status, cause }).toEqual({ status: 'unprovable', cause: 'other_projector' });
    } else {
      expect(status).toBe('differs');
      const told = differences?.filter((difference) => difference.table === table) ?? [];
      const columns = told.flatMap((difference) => difference.columns.map((changed) => changed.column));
      // The digest of a span tells that it was not this one.
      const spoken =
        column === 'tail_bytes' ? /tail_/ : column === 'head_bytes' ? /head_/ : new RegExp(`^${column}$`);
      expect(columns).toContainEqual(expect.stringMatching(spoken));
    }
    return;
  }
  expect(status).toBe('differs');
  const told = differences?.filter((difference) => difference.table === table) ?? [];
  if (column === 'thread_id' || KEYS.get(table)?.includes(column)) {
    const key = Object.fromEntries((KEYS.get(table) ?? []).map((name) => [name, row[name]]));
    expect(told).toContainEqual(expect.objectContaining({ kind: 'missing', key }));
  } else {
    const change = expect.objectContaining({ column, stored: expect.anything() });
    expect(told).toContainEqual(
      expect.objectContaining({ kind: 'changed', columns: expect.arrayContaining([change]) }),
    );
  }
}

const KINDS = [
  ['paginated', arbitraryPaginatedRollout({ maxLines: 25 })],
  ['legacy', arbitraryLegacyRollout({ maxLines: 25 })],
] as const;

describe.each(KINDS)('in the rows of a %s rollout', (_, arbitraryRollout) => {
  it('every changed value is found and named', { timeout: 120_000 }, async () => {
    const tables = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        arbitraryRollout,
        fc.array(fc.nat(), { minLength: 4, maxLength: 8 }),
        async (lines, picks) => {
          lab.clear();
          lab.write(bytesOfLines(lines));
          await lab.project();
          const columns = everyColumn();
          for (const pick of picks) {
            const chosen = columns[pick % columns.length];
            if (chosen === undefined) continue;
            const { place, column } = chosen;
            tables.add(place.table);
            put(place, column, otherThan(place.row[column] ?? null));
            await expectNamed(place, column);
            restore(place);
          }
          expect((await verdictOf(THREAD_ID))?.status).toBe('proved');
        },
      ),
      { numRuns: 40 },
    );
    expect(tables.size).toBeGreaterThan(3);
  });

  it('every removed and every added row is found and named', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRollout,
        fc.array(fc.nat(), { minLength: 2, maxLength: 4 }),
        async (lines, picks) => {
          lab.clear();
          lab.write(bytesOfLines(lines));
          await lab.project();
          const rows = everyRow().filter(({ table }) => table !== CHECKPOINT.name);
          for (const pick of picks) {
            const place = rows[pick % Math.max(rows.length, 1)];
            if (place === undefined) continue;
            const { table, rowid, row } = place;
            lab.database.writer.prepare(`delete from ${table} where rowid = ?`).run(rowid);
            await expectNamed(place, 'thread_id');
            restore(place);

            const [keyColumn = ''] = KEYS.get(table) ?? [];
            const added: StoredRow = { ...row, [keyColumn]: otherThan(row[keyColumn] ?? null) };
            if ('rollout_ordinal' in added) added.rollout_ordinal = otherThan(row.rollout_ordinal ?? null);
            delete added.diagnostic_id;
            const columns = Object.keys(added);
            const { lastInsertRowid } = lab.database.writer
              .prepare(`insert into ${table} (${columns.join()}) values (${columns.map(() => '?').join()})`)
              .run(...Object.values(added));
            const found = await verdictOf(THREAD_ID);
            expect(found).toMatchObject({ status: 'differs' });
            expect(found?.differences).toContainEqual(
              expect.objectContaining({
                table,
                kind: 'extra',
                key: expect.objectContaining({ [keyColumn]: added[keyColumn] }),
              }),
            );
            lab.database.writer.prepare(`delete from ${table} where rowid = ?`).run(lastInsertRowid);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

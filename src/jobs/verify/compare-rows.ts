/** Goes through two sets of rows one by one, to name what differs. Needed only where their digests do. */
import type { DerivedRows, StoredValue } from '../../store/derived-tables.js';
import { comparable } from './digest-rows.js';
import { shown } from './shown-value.js';
import type { Difference, ShownValue } from './verify-report.js';

export interface CompareRowsOptions {
  rolloutId: string;
  stored: readonly DerivedRows[];
  /** Of the same tables in the same order. */
  expected: readonly DerivedRows[];
}

/** Every row that differs: of each table first those that are stored, then those that are missing. */
export function* compareRows(options: CompareRowsOptions): Generator<Difference, void, undefined> {
  const { rolloutId, stored, expected } = options;
  for (const [index, storedRows] of stored.entries()) {
    const expectedRows = expected[index];
    if (expectedRows === undefined) continue;
    for (const row of storedRows.scan(rolloutId)) {
      const should = expectedRows.find(rolloutId, row);
      if (should === undefined) {
        yield difference('extra', storedRows, row);
        continue;
      }
      const columns = differingColumns(storedRows.columns, row, should);
      if (columns.length > 0) yield { ...difference('changed', expectedRows, should), columns };
    }
    for (const row of expectedRows.scan(rolloutId)) {
      if (storedRows.find(rolloutId, row) === undefined) yield difference('missing', expectedRows, row);
    }
  }
}

function difference(
  kind: Difference['kind'],
  { table, columns }: DerivedRows,
  row: StoredValue[],
): Difference {
  const shownAt = (column: string): ShownValue => shown(row[columns.indexOf(column)] ?? null);
  const ordinal = shownAt(columns.includes('rollout_ordinal') ? 'rollout_ordinal' : 'ordinal');
  const start = shownAt(columns.includes('start_byte') ? 'start_byte' : 'rollout_byte_offset');
  return {
    table: table.name,
    kind,
    key: Object.fromEntries(table.key.map((column) => [column, shownAt(column)])),
    ordinal: typeof ordinal === 'number' ? ordinal : null,
    byteOffset: typeof start === 'number' ? start : null,
    columns: [],
  };
}

function differingColumns(
  columns: readonly string[],
  stored: StoredValue[],
  expected: StoredValue[],
): Difference['columns'] {
  const is = comparable(stored);
  const should = comparable(expected);
  return columns.flatMap((column, at) =>
    is[at] === should[at]
      ? []
      : [{ column, stored: shown(stored[at] ?? null), expected: shown(expected[at] ?? null) }],
  );
}

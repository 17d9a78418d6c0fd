/**
 * The tables that are derived from a rollout's lines, row by row and with every column: what two sets of such rows are
 * compared by. Columns are asked of the database, so that none that is added later can be forgotten.
 */
import type Database from 'better-sqlite3';
import { sql } from 'kysely';
import { queryBuilder } from './define-statement.js';
import type { Tables } from './tables.js';

/** What tells one row of a rollout from the others, and the order in which rows are read. */
export interface DerivedTable {
  name: keyof Tables;
  key: readonly string[];
  order: readonly string[];
}

export const DERIVED_TABLES = [
  { name: 'thread_turns', key: ['turn_id', 'occurrence'], order: ['rollout_ordinal'] },
  {
    name: 'thread_items',
    key: ['turn_id', 'item_id', 'turn_occurrence', 'occurrence'],
    order: ['rollout_ordinal'],
  },
  { name: 'thread_realtime_items', key: ['item_id'], order: ['rollout_ordinal'] },
  { name: 'thread_removed_turns', key: ['turn_id', 'occurrence'], order: ['turn_id', 'occurrence'] },
  { name: 'diagnostics', key: ['start_byte', 'kind'], order: ['start_byte', 'kind'] },
] as const satisfies readonly DerivedTable[];

/** Texts of any length, read as bytes: nobody looks into them here. */
const LONG_TEXT = 'item_json';

/** The rollout is what was asked for, and row ids only tell the order of writing. */
const NOT_COMPARED = new Set(['thread_id', 'diagnostic_id']);

/** A value as it is stored; long texts are bytes. */
export type StoredValue = string | number | Buffer | null;

export interface DerivedRows {
  table: DerivedTable;
  columns: readonly string[];
  /** Values in the order of `columns`. */
  scan(rolloutId: string): IterableIterator<StoredValue[]>;
  /** The row with the key of another one, or undefined. */
  find(rolloutId: string, row: readonly StoredValue[]): StoredValue[] | undefined;
}

/** Prepares reading the rows of one derived table. */
export function derivedRows(connection: Database.Database, table: DerivedTable): DerivedRows {
  const columns = columnsOf(connection, table.name);
  const selected = sql.join(
    columns.map((column) =>
      // A text that was stored as bytes reads the same here, and not elsewhere.
      column === LONG_TEXT
        ? sql`case typeof(${sql.ref(column)}) when 'text' then cast(${sql.ref(column)} as blob) else 'not a text' end`
        : sql.ref(column),
    ),
  );
  const from = sql`select ${selected} from ${sql.table(table.name)} where thread_id = ${'?'}`;
  const keyed = sql.join(
    table.key.map((column) => sql`${sql.ref(column)} is ${'?'}`),
    sql` and `,
  );
  const order = sql.join(table.order.map((column) => sql.ref(column)));
  const prepare = (text: string) => connection.prepare<StoredValue[], StoredValue[]>(text).raw();
  const all = prepare(sql`${from} order by ${order}`.compile(queryBuilder).sql);
  const one = prepare(sql`${from} and ${keyed}`.compile(queryBuilder).sql);
  const keyAt = table.key.map((column) => columns.indexOf(column));
  return {
    table,
    columns,
    scan: (rolloutId) => all.iterate(rolloutId),
    find: (rolloutId, row) => one.get(rolloutId, ...keyAt.map((at) => row[at] ?? null)),
  };
}

function columnsOf(connection: Database.Database, table: string): string[] {
  return connection
    .prepare<[string], string>('select name from pragma_table_info(?) order by name')
    .pluck()
    .all(table)
    .filter((name) => !NOT_COMPARED.has(name));
}

/**
 * All derived rows of a rollout as they will stand, taken out of one database and put into another as they are: packed, since
 * between threads many small objects cost more than the work that made them.
 */
import type Database from 'better-sqlite3';
import { DERIVED } from './rollout-rows.js';

/** Rows of one rollout. `bytes` can be handed from thread to thread without a copy. */
export interface FinishedRows {
  /** JSON: for each table its columns and rows, with the length of a text in the place of one that is in `bytes`. */
  text: string;
  /** The long texts one after the other, UTF-8. */
  bytes: Uint8Array<ArrayBuffer>;
}

type Value = string | number | null;

interface PackedTable {
  name: string;
  columns: string[];
  rows: Value[][];
}

/** The column whose texts travel as bytes. */
const LONG_TEXT = 'item_json';

/** What is the same in all rows, or given anew by the other database. */
const NOT_PACKED = new Set(['thread_id', 'diagnostic_id']);

/** Takes out every derived row of a rollout, in the order of writing. */
export function readFinishedRows(connection: Database.Database, rolloutId: string): FinishedRows {
  const texts: Uint8Array[] = [];
  let length = 0;
  const tables: PackedTable[] = [];
  for (const name of DERIVED) {
    const columns = columnsOf(connection, name);
    const selected = columns.map((column) => (column === LONG_TEXT ? `cast(${column} as blob)` : column));
    const rows = connection
      .prepare<[string], (Value | Buffer)[]>(
        `select ${selected.join(', ')} from ${name} where thread_id = ? order by rowid`,
      )
      .raw()
      .all(rolloutId)
      .map((row) =>
        row.map((value) => {
          if (!(value instanceof Uint8Array)) return value;
          texts.push(value);
          length += value.length;
          return value.length;
        }),
      );
    if (rows.length > 0) tables.push({ name, columns, rows });
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const text of texts) {
    bytes.set(text, at);
    at += text.length;
  }
  return { text: JSON.stringify(tables), bytes };
}

/** Puts them in; there must be none of the rollout yet, and the caller holds the transaction. */
export function insertFinishedRows(
  connection: Database.Database,
  rolloutId: string,
  { text, bytes }: FinishedRows,
): void {
  const tables: PackedTable[] = JSON.parse(text);
  let at = 0;
  for (const { name, columns, rows } of tables) {
    const longText = columns.indexOf(LONG_TEXT);
    const insert = insertInto(connection, name, columns);
    for (const row of rows) {
      const values: (Value | Uint8Array)[] = [rolloutId, ...row];
      if (longText !== -1) {
        const end = at + Number(row[longText]);
        values[longText + 1] = bytes.subarray(at, end);
        at = end;
      }
      insert.run(values);
    }
  }
}

function columnsOf(connection: Database.Database, table: string): string[] {
  const names = connection
    .prepare<[string], string>('select name from pragma_table_info(?)')
    .pluck()
    .all(table);
  return names.filter((column) => !NOT_PACKED.has(column));
}

const prepared = new WeakMap<Database.Database, Map<string, Database.Statement>>();

function insertInto(
  connection: Database.Database,
  table: string,
  columns: readonly string[],
): Database.Statement {
  const statements = prepared.get(connection) ?? new Map<string, Database.Statement>();
  prepared.set(connection, statements);
  const values = columns.map((column) => (column === LONG_TEXT ? 'cast(? as text)' : '?'));
  const sql = `insert into ${table} (thread_id, ${columns.join(', ')}) values (?, ${values.join(', ')})`;
  const statement = statements.get(sql) ?? connection.prepare(sql);
  statements.set(sql, statement);
  return statement;
}

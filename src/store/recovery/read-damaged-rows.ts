/**
 * Reads rows of a damaged database as far as they can be read: along the index from both ends, then past the index from both
 * ends. A row can come more than once.
 */
import type Database from 'better-sqlite3';
import { isDamage } from './explain-store-failure.js';

export interface DamagedRead {
  table: string;
  columns: readonly string[];
  /** The column that rows are looked up and ordered by; all rows when no value is told. */
  key: string;
  value?: string;
}

/**
 * Hands every readable row to `take`, its values in the order of the columns.
 *
 * @returns false when some could not be read
 */
export function readDamagedRows(
  connection: Database.Database,
  { table, columns, key, value }: DamagedRead,
  take: (row: unknown[]) => void,
): boolean {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const where = value === undefined ? '' : ` where "${key}" = ?`;
  const past = value === undefined ? '' : ` where +"${key}" = ?`;
  const passes = [
    `select ${names} from "${table}"${where} order by "${key}"`,
    `select ${names} from "${table}"${where} order by "${key}" desc`,
    `select ${names} from "${table}" not indexed${past} order by rowid`,
    `select ${names} from "${table}" not indexed${past} order by rowid desc`,
  ];
  for (const [index, sql] of passes.entries()) {
    const whole = readPass(connection, sql, value, take);
    if (whole && index === 0) return true;
    // The table itself was read from end to end: only an index was damaged.
    if (whole && index >= 2) return true;
  }
  return false;
}

function readPass(
  connection: Database.Database,
  sql: string,
  value: string | undefined,
  take: (row: unknown[]) => void,
): boolean {
  try {
    const statement = connection.prepare<unknown[], unknown[]>(sql).raw();
    for (const row of statement.iterate(...(value === undefined ? [] : [value]))) take(row);
    return true;
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

/** One digest of all rows of a rollout, table by table and row by row: equal exactly where every value is. */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import {
  DERIVED_TABLES,
  type DerivedRows,
  derivedRows,
  type StoredValue,
} from '../../store/derived-tables.js';
import { digestOfStored } from './held-digest.js';

/** Characters that are put together before they are digested. */
const PIECE_CHARACTERS = 64 * 1024;

export interface RowsDigest {
  digest: string;
  rows: number;
}

/** Reading the rows of every derived table over one connection. */
export function openDerivedRows(connection: Database.Database): DerivedRows[] {
  return DERIVED_TABLES.map((table) => derivedRows(connection, table));
}

/** Digests the rows of a rollout. */
export function digestRows(tables: readonly DerivedRows[], rolloutId: string): RowsDigest {
  const digest = createHash('sha256');
  let rows = 0;
  let piece = '';
  for (const { table, columns, scan } of tables) {
    piece += `${table.name} ${columns.join()}\n`;
    for (const row of scan(rolloutId)) {
      rows++;
      piece += `${JSON.stringify(comparable(row))}\n`;
      if (piece.length < PIECE_CHARACTERS) continue;
      digest.update(piece);
      piece = '';
    }
  }
  return { digest: digest.update(piece).digest('hex'), rows };
}

/** Values that can be compared one by one: long texts by their digests. */
export function comparable(row: StoredValue[]): (string | number | null)[] {
  const values: (string | number | null)[] = [];
  for (const value of row) values.push(Buffer.isBuffer(value) ? digestOfStored(value) : value);
  return values;
}

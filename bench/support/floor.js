/** What every floor is made of: the least work from a log to rows that were finished beforehand. One thread, no checks. */
import { closeSync, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';

/** A line tells what it is within so many bytes. */
const HEAD_BYTES = 140;

/** @typedef {{ name: string, rows: unknown[][], columns: number }} FinishedTable */

/**
 * The rows of turns and items, as a projection left them in another database.
 *
 * @param {string} rowsOf
 * @returns {FinishedTable[]}
 */
export function finishedTables(rowsOf) {
  const finished = new Database(rowsOf, { readonly: true });
  const tables = ['thread_turns', 'thread_items'].map((name) => {
    const statement = finished.prepare(`select * from ${name}`).raw();
    return { name, rows: statement.all(), columns: statement.columns().length };
  });
  finished.close();
  return tables;
}

/**
 * Reads a file to its end, and keeps nothing.
 *
 * @param {string} path
 * @param {Buffer} buffer
 * @returns {number} its bytes
 */
export function readThrough(path, buffer) {
  const fd = openSync(path, 'r');
  let total = 0;
  for (let count = -1; count !== 0; total += count) count = readSync(fd, buffer, 0, buffer.length, null);
  closeSync(fd);
  return total;
}

/**
 * Parses the lines that matter, told by their first bytes.
 *
 * @param {Buffer} text
 * @param {readonly string[]} wanted
 * @returns {number} how many those were
 */
export function parseLines(text, wanted) {
  let count = 0;
  for (let from = 0, lf = text.indexOf(10); lf !== -1; from = lf + 1, lf = text.indexOf(10, from)) {
    const head = text.toString('latin1', from, Math.min(from + HEAD_BYTES, lf));
    if (!wanted.some((type) => head.includes(type))) continue;
    JSON.parse(text.toString('utf8', from, lf));
    count += 1;
  }
  return count;
}

/**
 * Inserts rows in one transaction.
 *
 * @param {Database.Database} writer
 * @param {FinishedTable[]} tables
 * @returns {number} how many
 */
export function insertRows(writer, tables) {
  const insert = tables.map(({ name, columns, rows }) => {
    const statement = writer.prepare(`insert into ${name} values (${Array(columns).fill('?').join()})`);
    return { statement, rows };
  });
  writer
    .transaction(() => {
      for (const { statement, rows } of insert) for (const row of rows) statement.run(row);
    })
    .immediate();
  return tables.reduce((sum, { rows }) => sum + rows.length, 0);
}

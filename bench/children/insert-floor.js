/**
 * The floor of a cold projection: reads the log, parses the lines that matter, and inserts the finished rows, which it
 * took from another database beforehand. One thread, no checks, no batches.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openHistoryDatabase } from '../../dist/store/open-history-database.js';
import { startUsage } from '../support/process-usage.js';

/** @type {{ rollout: string, rowsOf: string, database: string }} */
const { rollout, rowsOf, database } = JSON.parse(process.argv[2]);

const finished = new Database(rowsOf, { readonly: true });
const tables = ['thread_turns', 'thread_items'].map((name) => {
  const rows = finished.prepare(`select * from ${name}`).raw().all();
  const columns = finished.prepare(`select * from ${name}`).columns().length;
  return { name, rows, columns };
});
finished.close();
const text = readFileSync(rollout);
const target = await openHistoryDatabase({ path: database });

const all = startUsage();
const bytesRead = readAll();
const read = all();
const linesParsed = parseLines();
const parsed = all();
insertRows();
const inserted = all();
target.writer.pragma('wal_checkpoint(PASSIVE)');
const folded = all();
target.close();

const readMs = read.ms;
const parseMs = parsed.ms - read.ms;
const insertMs = inserted.ms - parsed.ms;
const foldMs = folded.ms - inserted.ms;
const rowsInserted = tables.reduce((sum, { rows }) => sum + rows.length, 0);
process.stdout.write(
  JSON.stringify({ ...inserted, readMs, parseMs, insertMs, foldMs, bytesRead, linesParsed, rowsInserted }),
);

function readAll() {
  const buffer = Buffer.alloc(1 << 20);
  const fd = openSync(rollout, 'r');
  let total = 0;
  for (let count = -1; count !== 0; total += count) count = readSync(fd, buffer, 0, buffer.length, null);
  closeSync(fd);
  return total;
}

/** Which lines matter is told by their first bytes, without parsing the others. */
function parseLines() {
  const wanted = ['"type":"item_completed"', '"type":"task_'];
  let count = 0;
  for (let from = 0, lf = text.indexOf(10); lf !== -1; from = lf + 1, lf = text.indexOf(10, from)) {
    const head = text.toString('latin1', from, Math.min(from + 140, lf));
    if (!wanted.some((type) => head.includes(type))) continue;
    JSON.parse(text.toString('utf8', from, lf));
    count += 1;
  }
  return count;
}

function insertRows() {
  const { writer } = target;
  const insert = tables.map(({ name, columns, rows }) => {
    const statement = writer.prepare(`insert into ${name} values (${Array(columns).fill('?').join()})`);
    return { statement, rows };
  });
  writer
    .transaction(() => {
      for (const { statement, rows } of insert) for (const row of rows) statement.run(row);
    })
    .immediate();
}

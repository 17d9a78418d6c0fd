/**
 * The floor of a rebuild: reads the logs, parses the lines that matter, and inserts the finished rows, which it took from
 * another database beforehand. One thread, no checks, one transaction, and no checkpoint but the last.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openHistoryDatabase } from '../../dist/store/open-history-database.js';
import { startUsage } from '../support/process-usage.js';

/** @type {{ rollouts: string[], rowsOf: string, database: string }} */
const { rollouts, rowsOf, database } = JSON.parse(process.argv[2]);

/** What history is made of, told by the first bytes of a line. */
const WANTED = [
  '"type":"item_completed"',
  '"type":"task_',
  '"type":"user_message"',
  '"type":"agent_message"',
];
const HEAD_BYTES = 140;

const finished = new Database(rowsOf, { readonly: true });
const tables = ['thread_turns', 'thread_items'].map((name) => {
  const statement = finished.prepare(`select * from ${name}`).raw();
  return { name, rows: statement.all(), columns: statement.columns().length };
});
finished.close();
const target = await openHistoryDatabase({ path: database });

const all = startUsage();
const buffer = Buffer.alloc(1 << 20);
const bytesRead = rollouts.reduce((sum, path) => sum + readAll(path), 0);
const read = all();
let linesParsed = 0;
let readAgainMs = 0;
for (const path of rollouts) {
  const started = performance.now();
  const text = readFileSync(path);
  readAgainMs += performance.now() - started;
  linesParsed += parseLines(text);
}
const parsed = all();
insertRows();
const inserted = all();
target.close();
const closed = all();

process.stdout.write(
  JSON.stringify({
    ...closed,
    ms: closed.ms - readAgainMs,
    readMs: read.ms,
    parseMs: parsed.ms - read.ms - readAgainMs,
    insertMs: inserted.ms - parsed.ms,
    closeMs: closed.ms - inserted.ms,
    bytesRead,
    linesParsed,
    rowsInserted: tables.reduce((sum, { rows }) => sum + rows.length, 0),
  }),
);

/** @param {string} path */
function readAll(path) {
  const fd = openSync(path, 'r');
  let total = 0;
  for (let count = -1; count !== 0; total += count) count = readSync(fd, buffer, 0, buffer.length, null);
  closeSync(fd);
  return total;
}

/** @param {Buffer} text */
function parseLines(text) {
  let count = 0;
  for (let from = 0, lf = text.indexOf(10); lf !== -1; from = lf + 1, lf = text.indexOf(10, from)) {
    const head = text.toString('latin1', from, Math.min(from + HEAD_BYTES, lf));
    if (!WANTED.some((type) => head.includes(type))) continue;
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

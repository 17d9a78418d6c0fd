/**
 * The floor of a rebuild: reads the logs, parses the lines that matter, and inserts the finished rows, which it took from
 * another database beforehand. One thread, no checks, one transaction, and no checkpoint but the last.
 */
import { readFileSync } from 'node:fs';
import { openHistoryDatabase } from '../../dist/store/open-history-database.js';
import { finishedTables, insertRows, parseLines, readThrough } from '../support/floor.js';
import { startUsage } from '../support/process-usage.js';

const WANTED = [
  '"type":"item_completed"',
  '"type":"task_',
  '"type":"user_message"',
  '"type":"agent_message"',
];

/** @type {{ rollouts: string[], rowsOf: string, database: string }} */
const { rollouts, rowsOf, database } = JSON.parse(process.argv[2]);
const tables = finishedTables(rowsOf);
const target = await openHistoryDatabase({ path: database });

const all = startUsage();
const buffer = Buffer.alloc(1 << 20);
const bytesRead = rollouts.reduce((sum, path) => sum + readThrough(path, buffer), 0);
const read = all();
let linesParsed = 0;
let readAgainMs = 0;
for (const path of rollouts) {
  const started = performance.now();
  const text = readFileSync(path);
  readAgainMs += performance.now() - started;
  linesParsed += parseLines(text, WANTED);
}
const parsed = all();
const rowsInserted = insertRows(target.writer, tables);
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
    rowsInserted,
  }),
);

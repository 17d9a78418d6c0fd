/**
 * The floor of a cold projection: reads the log, parses the lines that matter, and inserts the finished rows, which it
 * took from another database beforehand. One thread, no checks, no batches.
 */
import { readFileSync } from 'node:fs';
import { openHistoryDatabase } from '../../dist/store/open-history-database.js';
import { finishedTables, insertRows, parseLines, readThrough } from '../support/floor.js';
import { startUsage } from '../support/process-usage.js';

const WANTED = ['"type":"item_completed"', '"type":"task_'];

/** @type {{ rollout: string, rowsOf: string, database: string }} */
const { rollout, rowsOf, database } = JSON.parse(process.argv[2]);
const tables = finishedTables(rowsOf);
const text = readFileSync(rollout);
const target = await openHistoryDatabase({ path: database });

const all = startUsage();
const bytesRead = readThrough(rollout, Buffer.alloc(1 << 20));
const read = all();
const linesParsed = parseLines(text, WANTED);
const parsed = all();
const rowsInserted = insertRows(target.writer, tables);
const inserted = all();
target.writer.pragma('wal_checkpoint(PASSIVE)');
const folded = all();
target.close();

const readMs = read.ms;
const parseMs = parsed.ms - read.ms;
const insertMs = inserted.ms - parsed.ms;
const foldMs = folded.ms - inserted.ms;
process.stdout.write(
  JSON.stringify({ ...inserted, readMs, parseMs, insertMs, foldMs, bytesRead, linesParsed, rowsInserted }),
);

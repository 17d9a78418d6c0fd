/**
 * Catch-ups after one appended line, each next to its floor: find the file's size, read what is new, parse it, insert the
 * row and move the checkpoint. Works on a copy of the rollout.
 */
import {
  appendFileSync,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { createHistoryService } from '../../dist/api/history-service.js';
import { openHistoryDatabase } from '../../dist/store/open-history-database.js';

/** @type {{ data: import('../support/dataset.js').Dataset, folder: string, rounds: number }} */
const { data, folder, rounds } = JSON.parse(process.argv[2]);
const WARM_UP = 5;

const home = join(folder, 'home');
const rollout = join(home, relative(data.home, data.path));
mkdirSync(dirname(rollout), { recursive: true });
copyFileSync(data.path, rollout, constants.COPYFILE_FICLONE);

const database = await openHistoryDatabase({ path: join(folder, 'history.sqlite') });
const service = createHistoryService({ database, homes: [home], now: Date.now });
await service.projector.prepareThread(data.threadId);
const { counters } = service.projector;

const model = lastItemLine();
const floor = await createFloor();
/** @type {Record<'ours' | 'floor' | 'unchanged', number[]>} */
const done = { ours: [], floor: [], unchanged: [] };
let work = { bytesRead: 0, linesParsed: 0 };
let ordinal = data.lines;
for (let round = 0; round < WARM_UP + rounds; round++) {
  const line = `${JSON.stringify(nextItem(ordinal++))}\n`;
  const before = { ...counters };
  appendFileSync(rollout, line);
  const floorMs = floor(line);
  const oursMs = await timed(() => service.projector.prepareThread(data.threadId));
  const unchangedMs = await timed(() => service.projector.prepareThread(data.threadId));
  work = {
    bytesRead: counters.bytesRead - before.bytesRead,
    linesParsed: counters.linesParsed - before.linesParsed,
  };
  if (work.bytesRead !== Buffer.byteLength(line) || work.linesParsed !== 1) {
    throw new Error(`one line of ${line.length} bytes cost ${JSON.stringify(work)}`);
  }
  if (round < WARM_UP) continue;
  done.floor.push(floorMs);
  done.ours.push(oursMs);
  done.unchanged.push(unchangedMs);
}
const items = database.reader.prepare('select count(*) from thread_items').pluck().get();
if (items !== data.items + WARM_UP + rounds) throw new Error(`${items} items after ${rounds} more lines`);
await service.close();
database.close();
process.stdout.write(JSON.stringify({ ...done, ...work }));

/** @param {() => unknown} task */
async function timed(task) {
  const started = performance.now();
  await task();
  return performance.now() - started;
}

function lastItemLine() {
  const fd = openSync(rollout, 'r');
  const tail = Buffer.alloc(64 * 1024);
  const length = Math.min(tail.length, fstatSync(fd).size);
  readSync(fd, tail, 0, length, fstatSync(fd).size - length);
  closeSync(fd);
  const lines = tail.toString('utf8', 0, length).split('\n');
  return JSON.parse(lines.findLast((line) => line.includes('"type":"item_completed"')) ?? '');
}

/** @param {number} number the ordinal it gets */
function nextItem(number) {
  const { payload } = model;
  const item = { ...payload.item, id: `msg_appended_${number}` };
  return { ...model, ordinal: number, payload: { ...payload, item } };
}

/** A function that appends a line to a file of its own, does the floor's work, and tells its time in milliseconds. */
async function createFloor() {
  const own = await openHistoryDatabase({ path: join(folder, 'floor.sqlite') });
  const path = join(folder, 'floor.jsonl');
  appendFileSync(path, '');
  /** @type {any} */
  const row = database.reader
    .prepare('select * from thread_items order by rollout_ordinal desc limit 1')
    .get();
  const state = database.reader.prepare('select * from thread_history_projection_state').get();
  const insertInto = (table, values, end = '') => {
    const names = Object.keys(values);
    return own.writer.prepare(
      `insert into ${table} (${names.join()}) values (${names.map((name) => `@${name}`).join()})${end}`,
    );
  };
  const insert = insertInto('thread_items', row);
  insertInto('thread_history_projection_state', state).run(state);
  const move = own.writer.prepare('update thread_history_projection_state set next_rollout_byte_offset = ?');
  let offset = 0;
  return (line) => {
    appendFileSync(path, line);
    const started = performance.now();
    const fd = openSync(path, 'r');
    const added = Buffer.alloc(fstatSync(fd).size - offset);
    readSync(fd, added, 0, added.length, offset);
    closeSync(fd);
    const { ordinal: place, payload } = JSON.parse(added.toString('utf8'));
    offset += added.length;
    own.transaction(() => {
      const item_json = JSON.stringify(payload.item);
      insert.run({ ...row, item_id: payload.item.id, item_json, rollout_ordinal: place });
      move.run(offset);
    });
    return performance.now() - started;
  };
}

/**
 * Groups of small events appended to a live thread, with rows committed behind each group: as fast as they go, and at a
 * steady rate. The floor hands the same records to the system, without a thread, a database or a row.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openLiveHome } from '../support/live-home.js';
import { answer, TURN_STARTED } from '../support/live-records.js';
import { startUsage } from '../support/process-usage.js';

/** @type {{ folder: string, historyMode: 'paginated' | 'legacy', blocks: number, seconds: number }} */
const { folder, historyMode, blocks, seconds } = JSON.parse(process.argv[2]);
const GROUP = 10;
const GROUPS_A_BLOCK = 200;
const WARM_UP = 3;
const STEADY_GROUPS_A_SECOND = 500;

const home = await openLiveHome(folder);
const thread = home.create(historyMode);
thread.append([TURN_STARTED]);
await thread.projected();
const { counters } = home.projector;

let events = 0;
const nextGroup = () => Array.from({ length: GROUP }, () => answer(`msg_${events++}`, 'High water at six.'));

/** @type {{ ours: number[], floor: number[], burst: number[], append: number[], latency: number[] }} */
const found = { ours: [], floor: [], burst: [], append: [], latency: [] };
let cpuMs = 0;
for (let block = -WARM_UP; block < blocks; block++) {
  const used = startUsage();
  const ours = await rate(followedGroups);
  if (block >= 0) cpuMs += used().cpuMs;
  const floor = await rate(floorGroups);
  const burst = await rate(burstOfGroups);
  if (block < 0) {
    found.append.length = 0;
    found.latency.length = 0;
    continue;
  }
  found.ours.push(ours);
  found.floor.push(floor);
  found.burst.push(burst);
}
const steady = await steadyGroups();
const cpuMicrosecondsAGroup = Math.round((1000 * cpuMs) / (blocks * GROUPS_A_BLOCK));
const work = { ...counters, cpuMicrosecondsAGroup };
const rows = home.database.reader.prepare('select count(*) from thread_items').pluck().get();
if (rows !== events) throw new Error(`${rows} rows after ${events} events`);
await thread.close();
await home.close();
process.stdout.write(JSON.stringify({ ...found, steady, events, work }));

/** @param {() => Promise<void>} run @returns {Promise<number>} events a second */
async function rate(run) {
  const started = performance.now();
  await run();
  return (GROUP * GROUPS_A_BLOCK * 1000) / (performance.now() - started);
}

/** Each group waits for its rows. */
async function followedGroups() {
  for (let group = 0; group < GROUPS_A_BLOCK; group++) {
    const records = nextGroup();
    const started = performance.now();
    thread.append(records);
    found.append.push(performance.now() - started);
    await thread.projected();
    found.latency.push(performance.now() - started);
  }
}

/** Rows follow when they can. */
async function burstOfGroups() {
  for (let group = 0; group < GROUPS_A_BLOCK; group++) thread.append(nextGroup());
  await thread.projected();
}

async function floorGroups() {
  const fd = openSync(join(folder, 'floor.jsonl'), 'a');
  const before = events;
  for (let group = 0; group < GROUPS_A_BLOCK; group++) {
    const timestamp = new Date().toISOString();
    const text = nextGroup().map((record, index) => JSON.stringify({ timestamp, ordinal: index, ...record }));
    writeSync(fd, `${text.join('\n')}\n`);
  }
  closeSync(fd);
  events = before;
}

/** Groups at fixed times, whether or not the rows of the one before are there; tells how long rows took. */
async function steadyGroups() {
  /** @type {Promise<number>[]} */
  const waits = [];
  const started = performance.now();
  const groups = seconds * STEADY_GROUPS_A_SECOND;
  for (let group = 0; group < groups; group++) {
    const due = started + (group * 1000) / STEADY_GROUPS_A_SECOND;
    while (performance.now() < due) await pause(0);
    const records = nextGroup();
    const at = performance.now();
    thread.append(records);
    waits.push(thread.projected().then(() => performance.now() - at));
  }
  return Promise.all(waits);
}

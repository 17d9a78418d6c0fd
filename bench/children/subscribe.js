/**
 * A subscriber of a thread that another process writes: how long after each append it has the item. Then, while nobody
 * writes, what it costs to wait.
 */
import { subscribeThread } from '../../dist/api/subscribe-thread.js';
import { openLiveHome } from '../support/live-home.js';
import { LIVE_THREAD_ID, sharedNow, TURN_STARTED } from '../support/live-records.js';
import { childProgram } from '../support/paths.js';
import { processorTime } from '../support/process-usage.js';
import { runNode } from '../support/run-child.js';

/** @type {{ folder: string, items: number, projecting: boolean, idleMs: number }} */
const { folder, items, projecting, idleMs } = JSON.parse(process.argv[2]);

const home = await openLiveHome(folder);
const thread = home.create('paginated');
thread.append([TURN_STARTED]);
await thread.close();

const stop = new AbortController();
const changes = subscribeThread({
  database: home.database,
  projector: home.projector,
  threadId: LIVE_THREAD_ID,
  now: Date.now,
  signal: stop.signal,
});
await changes.start;
const writer = runNode([
  childProgram('write-paced.js'),
  JSON.stringify({ folder, items, projecting, path: thread.path }),
]);
/** @type {number[]} */
const latencies = [];
let idleCpuMs = 0;
for await (const change of changes) {
  if (change.kind !== 'item') throw new Error(`a change of kind ${change.kind}`);
  latencies.push(sharedNow() - Number(change.item.value.text));
  if (latencies.length < items) continue;
  await writer;
  const before = processorTime().total;
  setTimeout(() => {
    idleCpuMs = processorTime().total - before;
    stop.abort();
  }, idleMs);
}
const { bytesRead } = home.projector.counters;
await home.close();
process.stdout.write(JSON.stringify({ latencies, idleCpuMs, bytesRead }));

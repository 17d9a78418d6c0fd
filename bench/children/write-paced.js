/**
 * Appends items at odd moments, each with the time of its append: through a live thread, or to the file alone as a
 * program does that knows nothing of rows.
 */
import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { openLiveHome } from '../support/live-home.js';
import { answer, sharedNow } from '../support/live-records.js';
import { createRandom } from '../support/random.js';

/** @type {{ folder: string, path: string, items: number, projecting: boolean }} */
const { folder, path, items, projecting } = JSON.parse(process.argv[2]);
const random = createRandom(7);

const home = projecting ? await openLiveHome(folder) : null;
const thread = home?.reopen();
await thread?.projected();
const FIRST_ORDINAL = 2;
for (let item = 0; item < items; item++) {
  await pause(random(5, 35));
  const record = answer(`msg_${item}`, String(sharedNow()));
  if (thread) thread.append([record]);
  else {
    const timestamp = new Date().toISOString();
    appendFileSync(path, `${JSON.stringify({ timestamp, ordinal: FIRST_ORDINAL + item, ...record })}\n`);
  }
}
await thread?.close();
await home?.close();

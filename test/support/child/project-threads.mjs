/**
 * Projects threads in a process of its own, from the built program. Says `ready` once the database is open (for `open`:
 * just before) and begins at the first byte on stdin, so that whoever started it can choose the instant.
 *
 * node project-threads.mjs <open|once|follow|again> <database> <home> <thread>...
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Projector } from '../../../dist/projector/projector.js';
import { openHistoryDatabase } from '../../../dist/store/open-history-database.js';
import { removeRolloutRows } from '../../../dist/store/rollout-rows.js';

const [mode, path, home, ...threadIds] = process.argv.slice(2);

const told = async () => {
  process.stdout.write('ready\n');
  await new Promise((resolve) => process.stdin.once('data', resolve));
};

if (mode === 'open') await told();
const database = await openHistoryDatabase({ path });
const projector = new Projector({ database, homes: [home], now: () => Date.now() });
if (mode !== 'open') await told();

for (;;) {
  for (const threadId of threadIds) await projector.prepareThread(threadId);
  if (mode === 'once' || mode === 'open') break;
  if (mode === 'follow') await pause(2);
  else {
    database.transaction((connection) => {
      for (const threadId of threadIds) removeRolloutRows(connection, threadId);
    });
  }
}
database.close();
process.stdin.destroy();

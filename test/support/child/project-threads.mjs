/**
 * Projects threads in a process of its own, from the built program. Says `ready` once everything is loaded and begins at
 * the first byte on stdin, so that whoever started it can choose the instant.
 *
 * node project-threads.mjs <once|again> <database> <home> <thread>...
 */
import { openHistoryDatabase } from '../../../dist/store/open-history-database.js';
import { removeRolloutRows } from '../../../dist/store/rollout-rows.js';
import { Projector } from '../../../dist/projector/projector.js';

const [mode, path, home, ...threadIds] = process.argv.slice(2);

process.stdout.write('ready\n');
await new Promise((resolve) => process.stdin.once('data', resolve));

const database = await openHistoryDatabase({ path });
for (;;) {
  const projector = new Projector({ database, homes: [home], now: () => Date.now() });
  for (const threadId of threadIds) await projector.prepareThread(threadId);
  if (mode === 'once') break;
  database.transaction((connection) => {
    for (const threadId of threadIds) removeRolloutRows(connection, threadId);
  });
}
database.close();
process.stdin.destroy();

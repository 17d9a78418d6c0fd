/** Forks or reverts a thread. */

import { createThreadStore, type ThreadStore } from '../../../src/api/thread-store.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { childTask } from './child-task.js';

export interface LineageTask {
  home: string;
  db: string;
  threadId: string;
  what: 'fork' | 'revert';
}

const TASKS: Record<LineageTask['what'], (store: ThreadStore, threadId: string) => Promise<unknown>> = {
  fork: (store, threadId) => store.forkThread({ threadId, boundary: { kind: 'through', turnId: 'turn-2' } }),
  revert: (store, threadId) => store.revertThread(threadId, 'turn-3'),
};

await childTask<LineageTask>(async ({ home, db, threadId, what }, fs) => {
  const database = await openHistoryDatabase({ path: db });
  const store = createThreadStore({ database, homes: [home], now: Date.now, fs });
  const output = await TASKS[what](store, threadId);
  await store.close();
  database.close();
  return output;
});

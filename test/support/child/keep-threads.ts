/** Archives, unarchives, deletes or names a thread. */

import { createThreadUpkeep, type ThreadUpkeep } from '../../../src/api/create-thread-upkeep.js';
import { createHistoryService } from '../../../src/api/history-service.js';
import { ThreadLeases } from '../../../src/api/thread-leases.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { childTask } from './child-task.js';

export interface UpkeepTask {
  home: string;
  db: string;
  threadId: string;
  what: 'archive' | 'unarchive' | 'delete' | 'name';
}

const TASKS: Record<UpkeepTask['what'], (upkeep: ThreadUpkeep, threadId: string) => Promise<unknown>> = {
  archive: (upkeep, threadId) => upkeep.archiveThread(threadId),
  unarchive: (upkeep, threadId) => upkeep.unarchiveThread(threadId),
  delete: (upkeep, threadId) => upkeep.deleteThreads([threadId]),
  name: (upkeep, threadId) => upkeep.setThreadName(threadId, 'new name'),
};

await childTask<UpkeepTask>(async ({ home, db, threadId, what }, fs) => {
  const database = await openHistoryDatabase({ path: db });
  const service = createHistoryService({ database, homes: [home], now: Date.now });
  const { projector } = service;
  const leases = new ThreadLeases();
  const upkeep = createThreadUpkeep({ database, projector, homes: [home], leases, now: Date.now, fs });
  const output = await TASKS[what](upkeep, threadId);
  database.close();
  return output;
});

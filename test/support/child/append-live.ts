/** Appends to a live thread that is there, and has the rows follow. */
import { setTimeout as pause } from 'node:timers/promises';
import { openLiveThread } from '../../../src/api/open-live-thread.js';
import { Projector } from '../../../src/projector/projector.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { answered, LIVE_ID } from '../live-records.js';
import { childTask } from './child-task.js';

export interface AppendLiveTask {
  home: string;
  database: string;
  /** Ids begin with it. */
  name: string;
  groups: number;
  itemsAGroup: number;
  pauseMs: number;
}

await childTask<AppendLiveTask>(async (task, fs) => {
  const database = await openHistoryDatabase({ path: task.database });
  const projector = new Projector({ database, homes: [task.home], now: Date.now });
  const thread = openLiveThread({ database, projector, threadId: LIVE_ID, now: Date.now, fs });
  for (let group = 0; group < task.groups; group++) {
    const ids = Array.from({ length: task.itemsAGroup }, (_, item) => `${task.name}-${group}-${item}`);
    thread.append(ids.map((id) => answered('turn-1', id, `${id} at six`)));
    await thread.projected();
    await pause(task.pauseMs);
  }
  await thread.close();
  database.close();
});

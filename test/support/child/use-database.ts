/** Does one thing with a history database in a process of its own; see `DatabaseTask`. */
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHistoryService } from '../../../src/api/history-service.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { databaseIdentity } from '../../../src/store/recovery/database-identity.js';
import { recoverDatabase } from '../../../src/store/recovery/recover-database.js';
import { childTask } from './child-task.js';

export interface DatabaseTask {
  /**
   * `hold`: keeps the write lock. `read`: reads every thread over and over, recovering where it must. `recover`: takes the database
   * for damaged, once, with a file system that may end the process.
   */
  mode: 'hold' | 'read' | 'recover';
  path: string;
  home: string;
  threadIds: string[];
  /** Written when it has begun. */
  readyFile: string;
  stopFile: string;
}

export interface DatabaseTally {
  rounds: number;
  /** Recoveries that this process made itself. */
  recovered: number;
  generation: number;
  /** Messages of errors, and counts of items that are not what they should be. */
  wrong: string[];
}

await childTask<DatabaseTask>(async (task, fs): Promise<DatabaseTally> => {
  const { mode, path, home, threadIds, readyFile, stopFile } = task;
  const tally: DatabaseTally = { rounds: 0, recovered: 0, generation: 0, wrong: [] };
  if (mode === 'recover') {
    const options = {
      path,
      damaged: databaseIdentity(path),
      reason: 'told to',
      now: () => 0,
      believed: true,
      fs,
    };
    if ((await recoverDatabase(options)).kind === 'recovered') tally.recovered++;
    return tally;
  }
  const database = await openHistoryDatabase({
    path,
    onDamage: 'recover',
    onRecovered: () => {
      tally.recovered++;
    },
  });
  if (mode === 'hold') {
    database.writer.exec('begin immediate');
    writeFileSync(readyFile, '');
    while (!existsSync(stopFile)) await sleep(5);
    database.writer.exec('rollback');
    database.close();
    return tally;
  }
  const service = createHistoryService({ database, homes: [home], now: Date.now });
  while (!existsSync(stopFile)) {
    for (const threadId of threadIds) {
      try {
        const { data } = await service.listItems(threadId, { limit: 100 });
        if (data.length !== 80) tally.wrong.push(`${data.length} items`);
      } catch (error) {
        tally.wrong.push(error instanceof Error ? error.message : String(error));
      }
    }
    if (tally.rounds++ === 0) writeFileSync(readyFile, '');
    await sleep(2);
  }
  tally.generation = database.generation;
  await service.close();
  database.close();
  return tally;
});

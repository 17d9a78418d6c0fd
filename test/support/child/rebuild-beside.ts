/** Rebuilds everything beside; each step that is told looks at the database, so that the process can be ended there, too. */
import { rebuildBeside } from '../../../src/jobs/rebuild/rebuild-beside.js';
import { Projector } from '../../../src/projector/projector.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { childTask } from './child-task.js';

export interface RebuildTask {
  home: string;
  db: string;
}

await childTask<RebuildTask>(async ({ home, db }, fs) => {
  const database = await openHistoryDatabase({ path: db });
  const createProjector = (of: HistoryDatabase) =>
    new Projector({ database: of, homes: [home], now: Date.now });
  const step = (): void => void fs.statSync(db);
  const report = await rebuildBeside({
    database,
    projector: createProjector(database),
    createProjector,
    now: Date.now,
    fs,
    onProgress: step,
    onSwapProgress: step,
  });
  database.close();
  return report;
});

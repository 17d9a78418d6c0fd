/** A home of many kinds of threads with everything projected, to be rebuilt; and all derived rows of a database to compare by. */
import { type RebuildBesideOptions, rebuildBeside } from '../../src/jobs/rebuild/rebuild-beside.js';
import type { BesideRebuild } from '../../src/jobs/rebuild/rebuild-report.js';
import { projectThreads, type ThreadReport } from '../../src/projector/project-threads.js';
import { Projector } from '../../src/projector/projector.js';
import { listCheckpoints } from '../../src/store/all-checkpoints.js';
import type { HistoryDatabase } from '../../src/store/open-history-database.js';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { type DerivedRows, derivedRows } from './derived-rows.js';

export interface RebuildLab {
  database: HistoryDatabase;
  projector: Projector;
  createProjector: (database: HistoryDatabase) => Projector;
  /** Projects every thread. */
  projectAll(): Promise<ThreadReport[]>;
  rebuild(options?: Partial<RebuildBesideOptions>): Promise<BesideRebuild | null>;
}

/** Opens a database over a home; to be closed by the caller. */
export async function openRebuildLab({ home, db }: { home: string; db: string }): Promise<RebuildLab> {
  const database = await openHistoryDatabase({ path: db });
  const createProjector = (of: HistoryDatabase) =>
    new Projector({ database: of, homes: [home], now: Date.now });
  const projector = createProjector(database);
  return {
    database,
    projector,
    createProjector,
    async projectAll() {
      const reports: ThreadReport[] = [];
      for await (const report of projectThreads({ database, projector })) reports.push(report);
      return reports;
    },
    rebuild: (options) => rebuildBeside({ database, projector, createProjector, now: Date.now, ...options }),
  };
}

/** The derived rows of every rollout, by its id. */
export function allRows(database: HistoryDatabase): Record<string, DerivedRows> {
  const ids = listCheckpoints(database.reader).map(({ thread_id }) => thread_id);
  return Object.fromEntries(ids.map((id) => [id, derivedRows(database, id)]));
}

/** What listings are made of. */
export function inventoryRows({ reader }: HistoryDatabase): unknown[] {
  return [
    'threads order by thread_id',
    'rollouts order by rollout_id',
    'thread_spawn_edges order by 1, 2',
  ].map((from) => reader.prepare(`select * from ${from}`).all());
}

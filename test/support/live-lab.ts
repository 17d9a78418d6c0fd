/** Live threads in a home and a database of their own, closed after the running test. */
import { readFileSync, rmSync } from 'node:fs';
import { afterEach } from 'vitest';
import type { LiveThread } from '../../src/api/live-thread.js';
import {
  type OpenExistingOptions,
  type OpenNewOptions,
  openLiveThread,
} from '../../src/api/open-live-thread.js';
import type { Metrics } from '../../src/metrics/metrics.js';
import { Projector } from '../../src/projector/projector.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../src/store/open-history-database.js';
import { type DerivedRows, derivedRows } from './derived-rows.js';
import { LIVE_ID, liveMeta } from './live-records.js';
import type { TempFolder } from './temp-folder.js';

export interface LiveLab {
  readonly home: string;
  readonly database: HistoryDatabase;
  readonly projector: Projector;
  /** What projections failed with. */
  readonly failures: unknown[];
  create(options?: Partial<OpenNewOptions>): LiveThread;
  reopen(options?: Partial<OpenExistingOptions>): LiveThread;
  rows(): DerivedRows;
  /** Closes everything; the next lab of the same test starts from nothing. */
  remove(): Promise<void>;
}

/** To be called where hooks may be registered, after `useTempFolder`. */
export function useLiveLab(folder: TempFolder): (metrics?: Metrics) => Promise<LiveLab> {
  const toClose: (() => Promise<unknown> | unknown)[] = [];
  const closeAll = async () => {
    for (const close of toClose.splice(0).reverse()) await close();
  };
  afterEach(closeAll);
  return async (metrics) => {
    const home = folder.path('home');
    const database = await openHistoryDatabase({ path: folder.path('history.sqlite') });
    toClose.push(() => database.close());
    const projector = new Projector({ database, homes: [home], now: Date.now, metrics });
    const failures: unknown[] = [];
    const onProjectionError = (error: unknown) => failures.push(error);
    const common = { database, projector, now: Date.now, metrics, onProjectionError };
    const keep = (thread: LiveThread): LiveThread => {
      toClose.push(() => thread.close().catch(() => {}));
      return thread;
    };
    return {
      home,
      database,
      projector,
      failures,
      create: (options = {}) => keep(openLiveThread({ ...common, home, meta: liveMeta(), ...options })),
      reopen: (options = {}) => keep(openLiveThread({ ...common, threadId: LIVE_ID, ...options })),
      rows: () => derivedRows(database, LIVE_ID),
      async remove() {
        await closeAll();
        rmSync(folder.path(), { recursive: true });
      },
    };
  };
}

/** The lines of a live thread's file. */
export function linesOf(thread: LiveThread): string[] {
  return readFileSync(thread.path, 'utf8').split('\n').slice(0, -1);
}

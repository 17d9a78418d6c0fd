/** A history service over Codex homes in the folder of the running test; closed after the test. */
import { rmSync } from 'node:fs';
import { afterEach } from 'vitest';
import { createHistoryService, type HistoryService } from '../../src/api/history-service.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../src/store/open-history-database.js';
import { type HomeEntry, type RolloutFileContent, writeCodexHome } from '../../src/testing/index.js';
import type { TempFolder } from './temp-folder.js';

export interface OpenHistory {
  service: HistoryService;
  database: HistoryDatabase;
  /** The first home. */
  home: string;
  /** Files that were passed over. */
  refused: { path: string; reason: string }[];
  /** Writes (again) rollouts below the first home; returns their paths. */
  write(...rollouts: (RolloutFileContent | HomeEntry)[]): string[];
  /** Another service over the same database and homes, as after a restart. */
  reopen(): HistoryService;
}

export interface OpenHistoryOptions {
  /** Names of the homes below the test's folder. */
  homes?: readonly string[];
  readAhead?: boolean;
}

export type HistoryOpener = (
  rollouts: Iterable<RolloutFileContent | HomeEntry>,
  options?: OpenHistoryOptions,
) => Promise<OpenHistory>;

/** To be called where hooks may be registered, after `useTempFolder`. */
export function useHistory(folder: TempFolder): HistoryOpener {
  const toClose: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of toClose.splice(0).reverse()) await close();
  });
  let opened = 0;
  return async (rollouts, { homes = ['home'], readAhead = false } = {}) => {
    const absolute = homes.map((name) => folder.path(name));
    const [home = folder.path('home')] = absolute;
    const write: OpenHistory['write'] = (...more) => writeCodexHome({ home, entries: more.map(entryOf) });
    write(...rollouts);
    const path = folder.path(`history-${opened++}.sqlite`);
    const database = await openHistoryDatabase({ path });
    toClose.push(() => {
      database.close();
      rmSync(path, { force: true });
    });
    const refused: OpenHistory['refused'] = [];
    const reopen = (): HistoryService => {
      const service = createHistoryService({
        database,
        homes: absolute,
        now: Date.now,
        readAhead,
        onRefused: (of) => refused.push(of),
      });
      toClose.push(() => service.close());
      return service;
    };
    return { service: reopen(), database, home, refused, write, reopen };
  };
}

function entryOf(of: RolloutFileContent | HomeEntry): HomeEntry {
  return 'rollout' in of ? of : { rollout: of };
}

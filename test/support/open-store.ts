/** A thread store over an opened history, closed after the running test. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { createThreadStore, type ThreadStore } from '../../src/api/thread-store.js';
import type { ThreadStoreOptions } from '../../src/api/thread-store-options.js';
import { findRollout } from '../../src/store/rollouts.js';
import { findThread } from '../../src/store/threads.js';
import type { HomeEntry, RolloutFileContent } from '../../src/testing/index.js';
import { type OpenHistory, type OpenHistoryOptions, useHistory } from './open-history.js';
import type { TempFolder } from './temp-folder.js';

export interface OpenStore extends OpenHistory {
  store: ThreadStore;
  /** Another one over the same homes and database, as another program has. */
  another(): ThreadStore;
  /** The current rollout of a thread, line by line. */
  linesOf(threadId: string): Record<string, unknown>[];
  /** The plain path of the current rollout of a thread. */
  pathOf(threadId: string): string;
}

export type StoreOpener = (
  rollouts: Iterable<RolloutFileContent | HomeEntry>,
  options?: OpenHistoryOptions & Partial<ThreadStoreOptions>,
) => Promise<OpenStore>;

/** When the stores of tests do what they do, unless told: after everything that test rollouts say. */
export const STORE_TIME = Date.parse('2026-06-01T12:00:00.250Z');

/** To be called where hooks may be registered, after `useTempFolder`. */
export function useStore(folder: TempFolder): StoreOpener {
  const openHistory = useHistory(folder);
  const stores: ThreadStore[] = [];
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close();
  });
  return async (rollouts, options = {}) => {
    const history = await openHistory(rollouts, options);
    const { database, home } = history;
    const homes = (options.homes ?? ['home']).map((name) => folder.path(name));
    const another = (): ThreadStore => {
      const store = createThreadStore({
        now: () => STORE_TIME,
        cliVersion: '1.2.3',
        ...options,
        database,
        homes,
      });
      stores.push(store);
      return store;
    };
    const pathOf = (threadId: string): string => {
      const thread = findThread(database.reader, threadId);
      return findRollout(database.reader, thread?.rollout_id ?? '')?.path ?? '';
    };
    return {
      ...history,
      home,
      store: another(),
      another,
      pathOf,
      linesOf: (threadId) => parsedLines(readFileSync(pathOf(threadId), 'utf8')),
    };
  };
}

/** The lines of a rollout as objects. */
export function parsedLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

/** The paths of all files below a folder of a home, relative to it and sorted. */
export function filesIn(home: string, folder = 'sessions'): string[] {
  return readdirSync(join(home, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

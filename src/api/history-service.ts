/**
 * The history service: everything a reader can ask, over TypeScript, and what every other surface is a thin skin of. A read
 * first makes the thread ready (takes note of its files, projects what is new), then answers from one snapshot of the rows.
 */
import { Projector, type ProjectorOptions } from '../projector/projector.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { type AsOfOption, addAsOf, type WithAsOf } from './as-of.js';
import { type DiffWorldStateOptions, diffWorldState, type WorldStateDiff } from './diff-world-state.js';
import { guardReads } from './guard-store.js';
import type { ItemEntry } from './item-entry.js';
import { type ListItemsOptions, listItems } from './list-items.js';
import { type ListThreadsOptions, listThreads } from './list-threads.js';
import { type ListTimelineOptions, listTimeline, type TimelinePage } from './list-timeline.js';
import { type ListTurnsOptions, listTurns } from './list-turns.js';
import { listWorldStateChanges, type WorldStateChanges } from './list-world-state-changes.js';
import type { Page } from './page.js';
import { prepareThread } from './prepare-thread.js';
import { type ReadItemsOptions, readItems } from './read-items.js';
import { type ModelContextView, readModelContext } from './read-model-context.js';
import { readAllTurns, readThread } from './read-thread.js';
import { type ReadWorldStateOptions, readWorldState, type WorldStateView } from './read-world-state.js';
import {
  type OccurrencePageView,
  type SearchOccurrencesOptions,
  searchOccurrences,
} from './search-occurrences.js';
import { type SearchThreadsOptions, searchThreads, type ThreadMatch } from './search-threads.js';
import { setAsideLineage } from './set-aside-lineage.js';
import type { ThreadView } from './thread-view.js';

export interface ReadThreadOptions extends AsOfOption {
  /** Also all turns with all of their items. */
  includeTurns?: boolean | undefined;
  /** With them: also items that were recovered from what a legacy log tells only in the words of the model. */
  includeRecovered?: boolean | undefined;
}

/** Reads over all threads of some homes. Every method can throw HistoryError. */
export interface HistoryService {
  listThreads(options?: ListThreadsOptions): Promise<Page<ThreadView>>;
  readThread(threadId: string, options?: ReadThreadOptions): Promise<ThreadView & WithAsOf>;
  listTurns(
    threadId: string,
    options?: ListTurnsOptions & AsOfOption,
  ): Promise<ReturnType<typeof listTurns> & WithAsOf>;
  listItems(threadId: string, options?: ListItemsOptions & AsOfOption): Promise<Page<ItemEntry> & WithAsOf>;
  readItems(threadId: string, options: ReadItemsOptions): Promise<ItemEntry[]>;
  listTimeline(
    threadId: string,
    options?: ListTimelineOptions & AsOfOption,
  ): Promise<TimelinePage & WithAsOf>;
  searchOccurrences(
    threadId: string,
    options: SearchOccurrencesOptions & AsOfOption,
  ): Promise<OccurrencePageView & WithAsOf>;
  searchThreads(options: SearchThreadsOptions): Promise<Page<ThreadMatch>>;
  readWorldState(threadId: string, options?: ReadWorldStateOptions): Promise<WorldStateView>;
  diffWorldState(threadId: string, options: DiffWorldStateOptions): Promise<WorldStateDiff>;
  listWorldStateChanges(threadId: string): Promise<WorldStateChanges>;
  readModelContext(threadId: string): Promise<ModelContextView>;
  /** Ends background work; the database can be closed afterwards. */
  close(): Promise<void>;
  /** What the service projects with, for those who drive projections themselves. */
  readonly projector: Projector;
}

/** Makes a history service over a database and homes. */
export function createHistoryService(options: ProjectorOptions): HistoryService {
  const { database } = options;
  const projector = new Projector(options);

  const prepare = (threadId: string): Promise<ThreadLineage> => prepareThread(projector, threadId);
  /** Also of rows that were set aside. */
  const prepareRows = async (id: string): Promise<ThreadLineage> =>
    setAsideLineage(database.reader, id) ?? prepare(id);

  return guardReads(database.guard, {
    projector,
    close: () => projector.close(),
    async listThreads(filters = {}) {
      projector.takeInventory();
      return database.snapshot((connection) => listThreads(connection, filters));
    },
    async readThread(threadId, { includeTurns = false, includeRecovered = false, asOf } = {}) {
      const lineage = await prepare(threadId);
      return database.snapshot((connection) => {
        const turns = includeTurns ? readAllTurns(connection, lineage, { includeRecovered }) : [];
        return addAsOf(connection, lineage, { asOf }, readThread(connection, threadId, turns));
      });
    },
    async listTurns(threadId, page = {}) {
      const lineage = await prepareRows(threadId);
      return database.snapshot((connection) =>
        addAsOf(connection, lineage, page, listTurns(connection, lineage, page)),
      );
    },
    async listItems(threadId, page = {}) {
      const lineage = await prepareRows(threadId);
      return database.snapshot((connection) =>
        addAsOf(connection, lineage, page, listItems(connection, lineage, page)),
      );
    },
    async readItems(threadId, selection) {
      const lineage = await prepareRows(threadId);
      return database.snapshot((connection) => readItems(connection, lineage, selection));
    },
    async listTimeline(threadId, page = {}) {
      const lineage = await prepareRows(threadId);
      return database.snapshot((connection) =>
        addAsOf(connection, lineage, page, listTimeline(connection, lineage, page)),
      );
    },
    async searchOccurrences(threadId, search) {
      const lineage = await prepareRows(threadId);
      return database.snapshot((connection) =>
        addAsOf(connection, lineage, search, searchOccurrences(connection, lineage, search)),
      );
    },
    async searchThreads(search) {
      projector.takeInventory();
      return searchThreads(database.reader, (rolloutId) => projector.logs.lines(rolloutId), search);
    },
    async readWorldState(threadId, point) {
      return readWorldState({ database, projector, lineage: await prepare(threadId) }, point);
    },
    async diffWorldState(threadId, points) {
      return diffWorldState({ database, projector, lineage: await prepare(threadId) }, points);
    },
    async listWorldStateChanges(threadId) {
      return listWorldStateChanges({ database, projector, lineage: await prepare(threadId) });
    },
    async readModelContext(threadId) {
      return readModelContext({ database, projector, lineage: await prepare(threadId) });
    },
  });
}

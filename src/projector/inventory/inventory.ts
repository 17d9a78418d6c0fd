/**
 * Keeps the rows of rollouts and threads in step with the files of the homes: which files there are, what their heads say,
 * which rollout of a thread is current. Reads no further than the first user message; projecting is left to others.
 */

import type Database from 'better-sqlite3';
import { fileSystem } from '../../files/file-system.js';
import {
  RolloutError,
  type RolloutFile,
  RolloutIndex,
  type RolloutIndexChange,
} from '../../rollout/index.js';
import { readDeletions } from '../../rollout/writing/deletion-journal.js';
import { forgetThreads, knowsThread } from '../../store/forget-threads.js';
import type { HistoryDatabase } from '../../store/open-history-database.js';
import {
  findRollout,
  findThreadRollouts,
  findThreadsContinuing,
  listRollouts,
  type RolloutRow,
  writeRollout,
} from '../../store/rollouts.js';
import {
  findThread,
  markThreadGone,
  removeSpawnEdge,
  removeThreadRow,
  writeSpawnEdge,
  writeThread,
} from '../../store/threads.js';
import { describeRollout } from './describe-rollout.js';
import { type FoldedInventory, foldInventory } from './fold-inventory.js';
import { HomeIndexes } from './home-indexes.js';
import { preferredCopy } from './preferred-copy.js';
import { type OnRefused, Refusals } from './refusals.js';
import { spawnEdgeOf, threadOfRollouts } from './thread-of-rollouts.js';

export interface InventoryOptions {
  database: HistoryDatabase;
  /** Codex homes, absolute. */
  homes: readonly string[];
  /** Unix milliseconds. */
  now: () => number;
  /** Told once of each file that is passed over, and why. */
  onRefused?: OnRefused | undefined;
}

export class Inventory {
  readonly #database: HistoryDatabase;
  readonly #index: RolloutIndex;
  readonly #indexes: HomeIndexes;
  readonly #homes: readonly string[];
  readonly #refusals: Refusals;
  #lookedEverywhere = false;

  constructor({ database, homes, now, onRefused }: InventoryOptions) {
    this.#database = database;
    this.#homes = homes;
    this.#refusals = new Refusals(onRefused);
    this.#index = new RolloutIndex({ homes, now, onRefused: (refused) => this.#refusals.tellPath(refused) });
    this.#indexes = new HomeIndexes(homes);
  }

  /** Looks at every folder; costs a stat a folder, and a head a file that is new. */
  refresh(): void {
    this.#lookedEverywhere = true;
    this.#take(this.#index.refresh(), this.#index.files());
  }

  /**
   * Looks where the files of one thread are, and where new ones appear. The first look is at everything, since the thread
   * can have moved or gone on elsewhere while nobody looked.
   */
  refreshThread(threadId: string): void {
    const known = findThreadRollouts(this.#database.reader, threadId);
    if (known.length === 0 || !this.#lookedEverywhere) {
      this.refresh();
      return;
    }
    const change = this.#index.refreshNear(known.map(({ path }) => path));
    this.#take(change, this.#index.byThread(threadId));
  }

  /** The files of a thread as the last look found them, copies included. */
  filesOf(threadId: string): RolloutFile[] {
    return this.#index.byThread(threadId);
  }

  /**
   * Makes anew what is known of a thread, from its files and indexes; what those cannot say stays. A thread without any
   * rollout is taken out of the listings.
   *
   * @returns whether it has a rollout
   */
  remake(threadId: string): boolean {
    const files = this.#deleted().has(threadId) ? [] : this.#index.byThread(threadId);
    const rows = files.flatMap((file) => (this.#speaks(file) ? (this.#describe(file, null) ?? []) : []));
    return this.#database.transaction((connection) => {
      for (const row of rows) writeRollout(connection, row);
      const rollouts = findThreadRollouts(connection, threadId);
      if (rollouts.length === 0) {
        removeThreadRow(connection, threadId);
        return false;
      }
      const wasGone = findThread(connection, threadId)?.source_gone === 1;
      // What a refused head says of its parent nobody can read.
      if (rollouts.some(({ problem }) => problem === null)) removeSpawnEdge(connection, threadId);
      const threads = rollouts.flatMap(({ rollout_id }) => findThreadsContinuing(connection, rollout_id));
      for (const id of new Set([threadId, ...threads])) this.#writeThread(connection, id);
      if (wasGone && rows.length === 0) markThreadGone(connection, threadId, true);
      return true;
    });
  }

  /**
   * The inventory as it would be if nothing were known yet, of the files that the last look found.
   *
   * @param connection where it is stored
   */
  fold(connection: Database.Database, threadIds?: ReadonlySet<string>): FoldedInventory {
    const deleted = this.#deleted();
    const files = this.#index
      .files()
      .filter((file) => this.#speaks(file) && (file.threadId === null || !deleted.has(file.threadId)));
    return foldInventory({ files, stored: listRollouts(connection), threadIds, indexes: this.#indexes });
  }

  /** @param looked files to look at again, besides those that were added: they may have grown or been replaced */
  #take(change: RolloutIndexChange, looked: readonly RolloutFile[]): void {
    const renamed = this.#indexes.refresh();
    const deleted = this.#deleted();
    const heirs = change.removed.flatMap((file) => this.#copiesOf(file));
    const files = new Set([...change.added, ...looked, ...heirs]);
    const rows = [...files]
      .flatMap((file) => (this.#speaks(file) ? (this.#describe(file, this.#known(file)) ?? []) : []))
      .filter((row) => !deleted.has(row.thread_id));
    const known = [...deleted].filter((threadId) => knowsThread(this.#database.reader, threadId));
    if (rows.length === 0 && renamed.length === 0 && known.length === 0) return;
    this.#database.transaction((connection) => {
      forgetThreads(connection, known);
      for (const row of rows) writeRollout(connection, row);
      const threads = new Set([...rows.map((row) => row.thread_id), ...renamed]);
      for (const row of rows) {
        for (const threadId of findThreadsContinuing(connection, row.rollout_id)) threads.add(threadId);
      }
      for (const threadId of threads) this.#writeThread(connection, threadId);
    });
  }

  /** Threads whose deletion is decided: they are gone, whatever of their files is still there. */
  #deleted(): Set<string> {
    const deletions = this.#homes.flatMap((home) => readDeletions(fileSystem, home));
    return new Set(deletions.flatMap(({ threadIds }) => threadIds));
  }

  #copiesOf({ threadId, rolloutId }: RolloutFile): RolloutFile[] {
    if (threadId === null) return [];
    return this.#index.byThread(threadId).filter((file) => file.rolloutId === rolloutId);
  }

  #speaks(file: RolloutFile): boolean {
    return file.rolloutId === null || preferredCopy(this.#copiesOf(file), this.#homes) === file;
  }

  #known({ rolloutId }: RolloutFile): RolloutRow | null {
    return rolloutId === null ? null : findRollout(this.#database.reader, rolloutId);
  }

  #describe(file: RolloutFile, known: RolloutRow | null): RolloutRow | null {
    try {
      return describeRollout(file, known);
    } catch (error) {
      if (!(error instanceof RolloutError)) throw error;
      this.#refusals.tellFile(file.path, error);
      return null;
    }
  }

  #writeThread(connection: Database.Database, threadId: string): void {
    const row = threadOfRollouts({
      rollouts: findThreadRollouts(connection, threadId),
      peer: this.#indexes.peer(threadId),
      nameIn: (home) => this.#indexes.name(threadId, home),
      known: findThread(connection, threadId),
      findRollout: (rolloutId) => findRollout(connection, rolloutId),
    });
    if (row === null) return;
    writeThread(connection, row);
    const edge = spawnEdgeOf(row);
    if (edge !== null) writeSpawnEdge(connection, edge);
  }
}

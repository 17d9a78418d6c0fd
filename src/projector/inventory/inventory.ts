/**
 * Keeps the rows of rollouts and threads in step with the files of the homes: which files there are, what their heads say,
 * which rollout of a thread is current. Reads no further than the first user message; projecting is left to others.
 */

import { basename } from 'node:path';
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
  type RolloutRow,
  writeRollout,
} from '../../store/rollouts.js';
import { findThread, writeSpawnEdge, writeThread } from '../../store/threads.js';
import { describeRollout } from './describe-rollout.js';
import { NameIndex } from './name-index.js';
import { PeerIndex } from './peer-index.js';
import { preferredCopy } from './preferred-copy.js';
import { type OnRefused, Refusals } from './refusals.js';
import { type PeerThread, threadRow } from './thread-row.js';

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
  readonly #peers: PeerIndex[];
  readonly #names: NameIndex[];
  readonly #homes: readonly string[];
  readonly #refusals: Refusals;
  #lookedEverywhere = false;

  constructor({ database, homes, now, onRefused }: InventoryOptions) {
    this.#database = database;
    this.#homes = homes;
    this.#refusals = new Refusals(onRefused);
    this.#index = new RolloutIndex({ homes, now, onRefused: (refused) => this.#refusals.tellPath(refused) });
    this.#peers = homes.map((home) => new PeerIndex(home));
    this.#names = homes.map((home) => new NameIndex(home));
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

  /** @param looked files to look at again, besides those that were added: they may have grown or been replaced */
  #take(change: RolloutIndexChange, looked: readonly RolloutFile[]): void {
    const renamed = [...this.#peers, ...this.#names].flatMap((index) => index.refresh());
    const deleted = this.#deleted();
    const heirs = change.removed.flatMap((file) => this.#copiesOf(file));
    const files = new Set([...change.added, ...looked, ...heirs]);
    const rows = [...files]
      .flatMap((file) => (this.#speaks(file) ? (this.#describe(file) ?? []) : []))
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

  #describe(file: RolloutFile): RolloutRow | null {
    try {
      const known = file.rolloutId === null ? null : findRollout(this.#database.reader, file.rolloutId);
      return describeRollout(file, known);
    } catch (error) {
      if (!(error instanceof RolloutError)) throw error;
      this.#refusals.tellFile(file.path, error);
      return null;
    }
  }

  #writeThread(connection: Database.Database, threadId: string): void {
    const rollouts = findThreadRollouts(connection, threadId).filter((row) => row.problem === null);
    const peer = this.#peers.map((index) => index.find(threadId)).find((found) => found !== null) ?? null;
    const current = currentRollout(rollouts, peer);
    const oldest = rollouts[0];
    if (current === undefined || oldest === undefined) return;
    const preview = previewOf(connection, oldest) ?? '';
    const row = threadRow({
      current,
      preview,
      peer,
      indexedName: this.#indexedName(threadId, current.home),
      known: findThread(connection, threadId),
    });
    writeThread(connection, row);
    if (row.parent_thread_id !== null && row.source_kind === 'subAgentThreadSpawn') {
      writeSpawnEdge(connection, {
        parent_thread_id: row.parent_thread_id,
        child_thread_id: threadId,
        status: 'open',
      });
    }
  }

  /** The home of the current rollout knows best: others can be older copies of it. */
  #indexedName(threadId: string, home: string): string | null {
    const names = [...this.#names].sort((a, b) => Number(b.home === home) - Number(a.home === home));
    return names.map((index) => index.find(threadId)).find((name) => name !== null) ?? null;
  }
}

/** The rollout a thread goes on in: Codex's index says so, else it is the newest (spec rollout-format §17). */
function currentRollout(rollouts: RolloutRow[], peer: PeerThread | null): RolloutRow | undefined {
  const named = peer && rollouts.find((row) => basename(row.path) === peer.rolloutPath.replace(/\.zst$/, ''));
  return named ?? rollouts.at(-1);
}

/**
 * The first user message of a rollout's history, which begins in its base if it has one; what a base holds after the cut
 * is no part of that.
 */
function previewOf(connection: Database.Database, rollout: RolloutRow): string | null {
  let preview: string | null = null;
  const seen = new Set<string>();
  let segment: RolloutRow | null = rollout;
  let end = Number.POSITIVE_INFINITY;
  while (segment !== null && !seen.has(segment.rollout_id)) {
    seen.add(segment.rollout_id);
    if (segment.preview !== null && segment.preview_searched_to <= end) preview = segment.preview;
    const base: string | null = segment.base_rollout_id;
    end = segment.base_end_byte_offset ?? Number.POSITIVE_INFINITY;
    segment = base === null ? null : findRollout(connection, base);
  }
  return preview;
}

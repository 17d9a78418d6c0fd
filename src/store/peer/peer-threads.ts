/**
 * Codex's index of its threads, `state_5.sqlite`: where a thread's current rollout lies, whether it is archived, its name.
 * Codex takes the index for the truth where the files say otherwise (seen with 0.169.0: a paginated thread whose entry
 * names another folder can be neither read, resumed, archived nor unarchived), so whoever moves files has to tell it.
 */
import { basename, join } from 'node:path';
import type Database from 'better-sqlite3';
import { changePeerDatabase, readPeerDatabase } from './peer-database.js';

export const PEER_INDEX_FILE = 'state_5.sqlite';

const NEEDED = {
  threads: ['id', 'rollout_path', 'archived', 'archived_at', 'title', 'name', 'history_mode'],
  thread_spawn_edges: ['parent_thread_id', 'child_thread_id'],
};

/** Where an entry says that its thread is. */
export interface PeerPlace {
  threadId: string;
  /** Of the plain rollout, also where it is compressed. */
  rolloutPath: string;
}

/** The index inside of a transaction. Threads that it does not know stay unknown to it. */
export class PeerThreads {
  readonly #connection: Database.Database;

  constructor(connection: Database.Database) {
    this.#connection = connection;
  }

  /** Where each thread is said to be. */
  places(): PeerPlace[] {
    return this.#connection
      .prepare<[], PeerPlace>('select id as threadId, rollout_path as rolloutPath from threads')
      .all();
  }

  /**
   * Says that a thread's files moved together.
   *
   * @param placeOf the folder that a rollout of that name is in now
   * @param now Unix milliseconds
   */
  move(
    threadId: string,
    { archived, placeOf, now }: { archived: boolean; placeOf: (fileName: string) => string; now: number },
  ): void {
    const entry = this.#connection
      .prepare<[string], { rollout_path: string }>('select rollout_path from threads where id = ?')
      .get(threadId);
    if (entry === undefined) return;
    const fileName = basename(entry.rollout_path);
    this.#connection
      .prepare('update threads set rollout_path = ?, archived = ?, archived_at = ? where id = ?')
      .run(
        join(placeOf(fileName), fileName),
        archived ? 1 : 0,
        archived ? Math.floor(now / 1000) : null,
        threadId,
      );
  }

  /**
   * Says that a thread goes on in another rollout, if it still goes on in the one named `from`; `to` is a whole path.
   *
   * @returns 'conflict' when it goes on elsewhere by now, 'unknown' for a thread without an entry; nothing was changed then
   */
  redirect(
    threadId: string,
    { from, to }: { from: string; to: string },
  ): 'redirected' | 'unknown' | 'conflict' {
    const entry = this.#connection
      .prepare<[string], { rollout_path: string }>('select rollout_path from threads where id = ?')
      .get(threadId);
    if (entry === undefined) return 'unknown';
    if (basename(entry.rollout_path) !== basename(from)) return 'conflict';
    this.#connection.prepare('update threads set rollout_path = ? where id = ?').run(to, threadId);
    return 'redirected';
  }

  /** Names a thread, where Codex looks for the name: of legacy threads it shows the title (spec reads §8). */
  rename(threadId: string, name: string): void {
    this.#connection
      .prepare(
        `update threads set
           name = case history_mode when 'paginated' then :name else name end,
           title = case history_mode when 'paginated' then title else :name end
         where id = :threadId`,
      )
      .run({ threadId, name });
  }

  /** Removes the entries of threads, and by its foreign keys what else the index keeps of them. */
  forget(threadIds: Iterable<string>): void {
    const remove = [
      'delete from thread_spawn_edges where child_thread_id = :id or parent_thread_id = :id',
      'delete from threads where id = :id',
    ].map((sql) => this.#connection.prepare(sql));
    for (const id of threadIds) for (const statement of remove) statement.run({ id });
  }
}

/**
 * Runs `work` with a home's index in one transaction; with null when the home has none that can be worked on.
 *
 * @throws StoreError `busy` before `work` is called
 */
export function changePeerThreads<Result>(home: string, work: (peer: PeerThreads | null) => Result): Result {
  return changePeerDatabase(join(home, PEER_INDEX_FILE), NEEDED, (connection) =>
    work(connection && new PeerThreads(connection)),
  );
}

/** An entry as it stands. */
export interface PeerEntry extends PeerPlace {
  archived: boolean;
  historyMode: string;
}

/** All entries of a home's index; null without one that can be read. */
export function readPeerEntries(home: string): PeerEntry[] | null {
  return readPeerDatabase(join(home, PEER_INDEX_FILE), NEEDED, (connection) =>
    connection
      .prepare<[], Omit<PeerEntry, 'archived'> & { archived: number }>(
        `select id as threadId, rollout_path as rolloutPath, archived, history_mode as historyMode from threads`,
      )
      .all()
      .map((entry) => ({ ...entry, archived: entry.archived === 1 })),
  );
}

/** Where a home's index says that its threads are; nothing without an index. */
export function readPeerPlaces(home: string): PeerPlace[] {
  return (
    readPeerDatabase(join(home, PEER_INDEX_FILE), NEEDED, (connection) =>
      new PeerThreads(connection).places(),
    ) ?? []
  );
}

/**
 * What Codex's own index (`state_5.sqlite`) says of its threads where it lies in a home: which rollout of a reverted thread
 * is current, and the names people gave. Only ever read; without it the files speak for themselves.
 */
import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import type { PeerThread } from './thread-row.js';

const FILE_NAME = 'state_5.sqlite';

interface PeerRow {
  id: string;
  rollout_path: string;
  name: string | null;
}

export class PeerIndex {
  readonly #path: string;
  #seen = '';
  #threads = new Map<string, PeerThread>();

  constructor(home: string) {
    this.#path = join(home, FILE_NAME);
  }

  /**
   * Reads the index again if its file changed.
   *
   * @returns the threads whose entry is another than before
   */
  refresh(): string[] {
    const stamp = [this.#path, `${this.#path}-wal`].map(fileStamp).join();
    if (stamp === this.#seen) return [];
    this.#seen = stamp;
    const before = this.#threads;
    this.#threads = readThreads(this.#path);
    return [...this.#threads].flatMap(([id, thread]) => (sameEntry(before.get(id), thread) ? [] : [id]));
  }

  find(threadId: string): PeerThread | null {
    return this.#threads.get(threadId) ?? null;
  }
}

function sameEntry(a: PeerThread | undefined, b: PeerThread): boolean {
  return a !== undefined && a.name === b.name && a.rolloutPath === b.rolloutPath;
}

function fileStamp(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.ino}:${stat.size}:${stat.mtimeMs}` : '';
}

/** An index that is missing, of another shape or broken tells nothing; the rollouts do. */
function readThreads(path: string): Map<string, PeerThread> {
  if (!existsSync(path)) return new Map();
  try {
    const database = new Database(path, { readonly: true, fileMustExist: true, timeout: 1_000 });
    try {
      const rows = database.prepare<[], PeerRow>('select id, rollout_path, name from threads').all();
      return new Map(
        rows.map(({ id, rollout_path, name }) => [id, { rolloutPath: basename(rollout_path), name }]),
      );
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof Database.SqliteError) return new Map();
    throw error;
  }
}

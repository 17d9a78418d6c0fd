/**
 * Writes the rows of rollouts into Codex's own `thread_history_1.sqlite`, in the place of those that are there. Which rows
 * these are is for the caller, and so is holding the writer lock of the thread.
 */
import Database from 'better-sqlite3';
import { StoreError } from '../store-error.js';
import { busyError, isBusy } from './peer-database.js';
import type { PeerCheckpoint, PeerRow } from './peer-history.js';
import { judgePeerHistory, PEER_HISTORY_COLUMNS, type PeerHistoryTable } from './peer-history-schema.js';

const BUSY_TIMEOUT_MS = 5_000;

export interface RolloutRows {
  checkpoint: PeerCheckpoint;
  rows(table: PeerHistoryTable): Iterable<PeerRow>;
}

/** An open history database of Codex that can be changed. To be closed. */
export class PeerHistoryWriter {
  readonly #connection: Database.Database;
  readonly #path: string;

  /**
   * @param path of an existing file
   * @throws StoreError `cannot_open` where its tables are not exactly those that are known
   */
  constructor(path: string) {
    this.#path = path;
    this.#connection = new Database(path, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    const schema = judgePeerHistory(this.#connection);
    if (schema.kind === 'known') return;
    this.close();
    throw new StoreError('cannot_open', path, `Codex's database ${path} ${schema.found}.`);
  }

  /**
   * Copies the whole database into a new file, as it is at that moment; others may write meanwhile.
   * @throws SqliteError when it cannot be read or written
   */
  async backup(to: string): Promise<void> {
    await this.#connection.backup(to);
  }

  /**
   * Replaces all rows and the checkpoint of a rollout in one `BEGIN IMMEDIATE` transaction.
   * @throws StoreError `busy`
   */
  replace(rolloutId: string, next: RolloutRows): void {
    try {
      this.#connection.transaction(() => this.#write(rolloutId, next)).immediate();
    } catch (error) {
      throw isBusy(error) ? busyError(this.#path, error) : error;
    }
  }

  close(): void {
    this.#connection.close();
  }

  #write(rolloutId: string, { checkpoint, rows }: RolloutRows): void {
    for (const table of REMOVED) {
      this.#connection.prepare(`delete from ${table} where thread_id = ?`).run(rolloutId);
    }
    for (const table of TABLES) {
      const insert = this.#connection.prepare(insertInto(table));
      for (const row of rows(table)) insert.run({ ...row, thread_id: rolloutId });
    }
    this.#connection
      .prepare(
        `insert into thread_history_projection_state
           (thread_id, next_rollout_byte_offset, next_rollout_ordinal) values (?, ?, ?)`,
      )
      .run(rolloutId, checkpoint.offset, checkpoint.ordinal);
  }
}

const TABLES: readonly PeerHistoryTable[] = ['thread_turns', 'thread_items', 'thread_realtime_items'];
/** The checkpoint goes first: a trigger of Codex takes the realtime items with it. */
const REMOVED = ['thread_history_projection_state', ...TABLES];

function insertInto(table: PeerHistoryTable): string {
  const columns = ['thread_id', ...PEER_HISTORY_COLUMNS[table]];
  return `insert into ${table} (${columns.join(', ')}) values (${columns.map((name) => `@${name}`).join(', ')})`;
}

/**
 * What the rows of a rollout are to be: projects it from its first byte into a database of its own that is nobody else's
 * and goes when it is closed. SQLite keeps it on disk where it grows, so memory does not follow the log.
 */
import Database from 'better-sqlite3';
import { projectRollout } from '../../projector/project-rollout.js';
import type { RolloutSource } from '../../projector/rollout-source.js';
import { readCheckpoint } from '../../store/checkpoint.js';
import { type DiagnosticRow, listDiagnostics } from '../../store/diagnostics.js';
import { migrate } from '../../store/migrate.js';
import { HistoryDatabase } from '../../store/open-history-database.js';
import type { PeerCheckpoint } from '../../store/peer/peer-history.js';
import type { PeerHistoryTable } from '../../store/peer/peer-history-schema.js';
import { hasPeerShapedRow, type PeerShapedRow, peerShapedRows } from '../../store/peer/peer-shaped-rows.js';
import { removeRolloutRows } from '../../store/rollout-rows.js';
import { hasKnownItems } from '../../store/unrecognised-formats.js';

const CACHE_KIB = 16_000;
const MOST_DIAGNOSTICS = 10_000;

/** A rollout that was projected. Valid until the next one is. */
export interface Fold {
  rolloutId: string;
  checkpoint: PeerCheckpoint;
  diagnostics: DiagnosticRow[];
  /** Whether an item of it is of a kind that is known. */
  hasItems: boolean;
  /** The rows that Codex has too, in the order of their ordinals. */
  rows(table: PeerHistoryTable): Iterable<PeerShapedRow>;
  /** Whether a turn, or an item of it, is there at whatever ordinal. */
  has(key: { turnId: unknown; itemId?: unknown }): boolean;
}

/** Folds rollouts one after the other. To be closed. */
export class RolloutFolds {
  /** Bytes of plain text that were read so far. */
  bytesRead = 0;
  readonly #connection: Database.Database;
  readonly #database: HistoryDatabase;
  #held: string | null = null;

  constructor(connection: Database.Database) {
    this.#connection = connection;
    this.#database = new HistoryDatabase('', connection, connection);
  }

  /**
   * Projects a rollout from its beginning.
   *
   * @returns null when its file is gone
   * @throws RolloutError for a file that cannot be read
   */
  async fold(source: RolloutSource): Promise<Fold | null> {
    if (this.#held !== null) removeRolloutRows(this.#connection, this.#held);
    this.#held = source.rolloutId;
    const counters = { bytesRead: 0, linesParsed: 0, batches: 0 };
    for await (const _ of projectRollout({ database: this.#database, source, counters })) {
      // Others in this process get their turn between batches.
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.bytesRead += counters.bytesRead;
    const { rolloutId } = source;
    const checkpoint = readCheckpoint(this.#connection, rolloutId);
    if (checkpoint === null) return null;
    return {
      rolloutId,
      checkpoint: { offset: checkpoint.next_rollout_byte_offset, ordinal: checkpoint.next_rollout_ordinal },
      diagnostics: listDiagnostics(this.#connection, rolloutId, MOST_DIAGNOSTICS),
      hasItems: hasKnownItems(this.#connection, rolloutId),
      rows: (table) => peerShapedRows(this.#connection, table, rolloutId),
      has: (key) => hasPeerShapedRow(this.#connection, rolloutId, key),
    };
  }

  close(): void {
    this.#connection.close();
  }
}

export async function openRolloutFolds(): Promise<RolloutFolds> {
  // A database without a name is SQLite's own temporary one.
  const connection = new Database('');
  connection.pragma('journal_mode = MEMORY');
  connection.pragma('synchronous = OFF');
  connection.pragma(`cache_size = -${CACHE_KIB}`);
  await migrate(connection);
  return new RolloutFolds(connection);
}

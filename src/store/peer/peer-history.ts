/**
 * Codex's own projection, `thread_history_1.sqlite`, opened to be looked at: what it says of each rollout, and its rows.
 * Only ever read here; whoever writes to it uses `rewrite-peer-history.ts`.
 */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { busyError, isBusy, isCorrupt } from './peer-database.js';
import {
  judgePeerHistory,
  PEER_HISTORY_COLUMNS,
  type PeerHistorySchema,
  type PeerHistoryTable,
} from './peer-history-schema.js';

const BUSY_TIMEOUT_MS = 2_000;

export interface PeerCheckpoint {
  /** Bytes of the plain text. */
  offset: number;
  ordinal: number;
}

/** What the database says of one rollout, without a look at its rows. */
export interface PeerProjection {
  checkpoint: PeerCheckpoint | null;
  turns: number;
  items: number;
  /** Highest ordinal of any row, -1 without rows. */
  lastOrdinal: number;
  /** Turns that name an item as their first or last word which is not there. */
  turnsMissingItems: number;
}

export const NO_PROJECTION: PeerProjection = {
  checkpoint: null,
  turns: 0,
  items: 0,
  lastOrdinal: -1,
  turnsMissingItems: 0,
};

/** A row of one of the tables, with the columns of that table. */
export type PeerRow = Record<string, unknown> & { rollout_ordinal: number };

/** What became of an attempt to open it. */
export type OpenedPeerHistory =
  | { kind: 'missing' }
  /** Not to be read as a database. */
  | { kind: 'corrupt'; reason: string }
  | { kind: 'open'; history: PeerHistory };

/** An open history database of Codex. To be closed. */
export class PeerHistory {
  readonly schema: PeerHistorySchema;
  readonly #connection: Database.Database;

  constructor(connection: Database.Database) {
    this.#connection = connection;
    this.schema = judgePeerHistory(connection);
  }

  /** Every rollout that has a checkpoint or rows; the tables must be of the known schema. */
  projections(): Map<string, PeerProjection> {
    const found = new Map<string, PeerProjection>();
    const of = (rolloutId: string): PeerProjection => {
      const known = found.get(rolloutId) ?? { ...NO_PROJECTION };
      found.set(rolloutId, known);
      return known;
    };
    for (const { thread_id, offset, ordinal } of this.#all<PeerCheckpoint>(CHECKPOINTS)) {
      of(thread_id).checkpoint = { offset, ordinal };
    }
    for (const table of ['turns', 'items'] as const) {
      for (const { thread_id, rows, last } of this.#all<{ rows: number; last: number }>(counts(table))) {
        const projection = of(thread_id);
        projection[table] = rows;
        projection.lastOrdinal = Math.max(projection.lastOrdinal, last);
      }
    }
    for (const { thread_id, turns } of this.#all<{ turns: number }>(MISSING_ITEMS)) {
      of(thread_id).turnsMissingItems = turns;
    }
    return found;
  }

  /** The rows of a rollout in the order of their ordinals. Nothing else may be asked of it meanwhile. */
  rows(table: PeerHistoryTable, rolloutId: string): IterableIterator<PeerRow> {
    return this.#connection.prepare<[string], PeerRow>(selectRows(table)).iterate(rolloutId);
  }

  /** Runs `work` on one state of the rows. */
  snapshot<Result>(work: () => Result): Result {
    return this.#connection.transaction(work).deferred();
  }

  close(): void {
    this.#connection.close();
  }

  #all<Row>(sql: string): (Row & { thread_id: string })[] {
    return this.#connection.prepare<[], Row & { thread_id: string }>(sql).all();
  }
}

/** @throws StoreError `busy`; SqliteError for a file that may not be read */
export function openPeerHistory(path: string): OpenedPeerHistory {
  if (!existsSync(path)) return { kind: 'missing' };
  let connection: Database.Database | null = null;
  try {
    connection = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    return { kind: 'open', history: new PeerHistory(connection) };
  } catch (error) {
    connection?.close();
    if (isBusy(error)) throw busyError(path, error);
    if (isCorrupt(error)) return { kind: 'corrupt', reason: error.message };
    throw error;
  }
}

/** All rows of a rollout in a table, with the columns that Codex has, ordered by ordinal. */
export function selectRows(table: PeerHistoryTable, where = ''): string {
  return `select ${PEER_HISTORY_COLUMNS[table].join(', ')} from ${table}
    where thread_id = ? ${where} order by rollout_ordinal`;
}

const CHECKPOINTS = `select thread_id, next_rollout_byte_offset as offset, next_rollout_ordinal as ordinal
  from thread_history_projection_state`;

const counts = (table: 'turns' | 'items'): string =>
  `select thread_id, count(*) as rows, max(rollout_ordinal) as last from thread_${table} group by thread_id`;

const MISSING_ITEMS = `select thread_id, count(*) as turns from thread_turns as turn
  where ${isMissing('first_user_item_id')} or ${isMissing('final_agent_item_id')}
  group by thread_id`;

function isMissing(column: string): string {
  return `(turn.${column} is not null and not exists (
    select 1 from thread_items as item
    where item.thread_id = turn.thread_id and item.turn_id = turn.turn_id and item.item_id = turn.${column}))`;
}

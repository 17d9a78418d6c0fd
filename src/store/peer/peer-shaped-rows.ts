/** Rows of a history database of ours in the shape that Codex's tables have, for comparing with them and for writing them there. */
import type Database from 'better-sqlite3';
import { type PeerRow, selectRows } from './peer-history.js';
import type { PeerHistoryTable } from './peer-history-schema.js';

/** A row as Codex would have it, and the record that changed it last where that is known. */
export type PeerShapedRow = PeerRow & { updated_at_ordinal?: number };

/** The rows of a rollout in the order of their ordinals, without those that Codex makes none of. */
export function peerShapedRows(
  connection: Database.Database,
  table: PeerHistoryTable,
  rolloutId: string,
): IterableIterator<PeerShapedRow> {
  return connection.prepare<[string], PeerShapedRow>(ROWS[table]).iterate(rolloutId);
}

/** Whether a turn, or an item of it, has a row that Codex would have too, at whatever ordinal. */
export function hasPeerShapedRow(
  connection: Database.Database,
  rolloutId: string,
  { turnId, itemId }: { turnId: unknown; itemId?: unknown },
): boolean {
  const found =
    itemId === undefined
      ? connection.prepare(HAS_TURN).get(rolloutId, turnId)
      : connection.prepare(HAS_ITEM).get(rolloutId, turnId, itemId);
  return found !== undefined;
}

const CANONICAL = "and origin = 'canonical'";

const ROWS: Readonly<Record<PeerHistoryTable, string>> = {
  thread_turns: selectRows('thread_turns').replace('select ', 'select updated_at_ordinal, '),
  thread_items: selectRows('thread_items', CANONICAL),
  thread_realtime_items: selectRows('thread_realtime_items'),
};

const HAS_TURN = 'select 1 from thread_turns where thread_id = ? and turn_id = ?';
const HAS_ITEM = `select 1 from thread_items where thread_id = ? and turn_id = ? and item_id = ? ${CANONICAL}`;

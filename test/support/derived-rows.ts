/**
 * Everything that is derived from one rollout, in a form that two databases can be compared by. What tells the file
 * itself (inode, times, digests) is left out: it differs between two files of the same text.
 */
import type { HistoryDatabase } from '../../src/store/open-history-database.js';

export type Row = Record<string, unknown>;

export interface DerivedRows {
  turns: Row[];
  items: Row[];
  realtime: Row[];
  removedTurns: Row[];
  diagnostics: Row[];
  checkpoint: Row | null;
}

const CHECKPOINT_COLUMNS = `next_rollout_byte_offset, next_rollout_ordinal, reducer, reducer_state,
  projector_version, head_bytes, head_digest, source_gone, unrecognised_items`;

/** The rows of a rollout in log order. `unrecognised_items` of the checkpoint counts lines, and so is comparable too. */
export function derivedRows({ reader }: HistoryDatabase, rolloutId: string): DerivedRows {
  const all = (sql: string): Row[] => reader.prepare<[string], Row>(sql).all(rolloutId).map(withoutId);
  return {
    turns: all('select * from thread_turns where thread_id = ? order by rollout_ordinal'),
    items: all('select * from thread_items where thread_id = ? order by rollout_ordinal'),
    realtime: all('select * from thread_realtime_items where thread_id = ? order by rollout_ordinal'),
    removedTurns: all('select * from thread_removed_turns where thread_id = ? order by turn_id, occurrence'),
    diagnostics: all('select * from diagnostics where thread_id = ? order by start_byte, diagnostic_id'),
    checkpoint:
      all(`select ${CHECKPOINT_COLUMNS} from thread_history_projection_state where thread_id = ?`)[0] ?? null,
  };
}

/** Row ids tell the order of writing, and the rollout id is what was asked for. */
function withoutId({ diagnostic_id: _, thread_id: __, ...row }: Row): Row {
  return row;
}

/** Resolves the lineage of a rollout from what the inventory knows of its files, without opening one. */
import type Database from 'better-sqlite3';
import { type Lineage, type LineageHead, resolveLineage } from '../rollout/index.js';
import { findRollout, type RolloutRow } from '../store/rollouts.js';
import type { RolloutSource } from './rollout-source.js';

/**
 * The chain of rollouts that ends in `rolloutId`.
 *
 * @throws RolloutError for a chain that cannot be (spec projection §8)
 */
export function storedLineage(connection: Database.Database, rolloutId: string): Lineage {
  const rows = new Map<string, RolloutRow>();
  return resolveLineage({
    rolloutId,
    findRollout(id) {
      const row = findRollout(connection, id);
      if (row === null) return undefined;
      rows.set(row.path, row);
      return row;
    },
    readHead: (path) => headOf(rows.get(path)),
  });
}

function headOf(row: RolloutRow | undefined): LineageHead {
  const { base_rollout_id: thread_id, base_end_ordinal, base_end_byte_offset } = row ?? NO_BASE;
  return {
    historyMode: row?.history_mode === 'paginated' ? 'paginated' : 'legacy',
    threadId: row?.thread_id ?? null,
    meta:
      thread_id === null || base_end_ordinal === null || base_end_byte_offset === null
        ? null
        : {
            history_base: {
              thread_id,
              end_ordinal_exclusive: base_end_ordinal,
              end_byte_offset: base_end_byte_offset,
            },
          },
  };
}

const NO_BASE = { base_rollout_id: null, base_end_ordinal: null, base_end_byte_offset: null };

/** What the projector needs to know of a rollout, from its inventory row. */
export function sourceOf(row: RolloutRow): RolloutSource {
  return {
    rolloutId: row.rollout_id,
    threadId: row.thread_id,
    path: row.path,
    reducer: row.format === 'bare' ? 'bare' : row.history_mode === 'paginated' ? 'canonical' : 'legacy',
    initialOrdinal: row.base_end_ordinal ?? 0,
    subagentStartOrdinal: row.subagent_start_ordinal,
  };
}

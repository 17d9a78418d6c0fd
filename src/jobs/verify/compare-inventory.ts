/** Holds what the inventory knows of a rollout's head, which its projection relies on, against the file. */
import type { RolloutRow } from '../../store/rollouts.js';
import type { Difference } from './verify-report.js';

const COLUMNS = [
  'thread_id',
  'stamp',
  'format',
  'history_mode',
  'base_rollout_id',
  'base_end_ordinal',
  'base_end_byte_offset',
  'subagent_start_ordinal',
  'meta_json',
] as const satisfies readonly (keyof RolloutRow)[];

/** The difference of an inventory row to what its file says; null when there is none. */
export function compareInventory(stored: RolloutRow, found: RolloutRow): Difference | null {
  const columns = COLUMNS.flatMap((column) =>
    stored[column] === found[column] ? [] : [{ column, stored: stored[column], expected: found[column] }],
  );
  if (columns.length === 0) return null;
  const key = { rollout_id: stored.rollout_id };
  return { table: 'rollouts', kind: 'changed', key, ordinal: null, byteOffset: 0, columns };
}

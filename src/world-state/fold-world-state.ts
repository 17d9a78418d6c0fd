/**
 * Folds the records of a log into the world state that holds after them (spec: world-state §6). Which records count is settled
 * before: records of turns that were rolled back must not come here one by one.
 */
import type { RolloutRecord } from '../events/decode-line.js';
import { applyMergePatch } from './merge-patch.js';
import type { IsRequest } from './rollback-walk.js';
import { isObjectValue, type WorldStateSnapshot } from './snapshot.js';
import { type StateChange, stateChangeOf } from './state-change.js';
import { survivingRecords } from './surviving-records.js';

/** Something in the log that makes the state doubtful. */
export interface WorldStateWarning {
  kind: 'patch_without_baseline' | 'unreadable_record';
  /** In words, for the reader. */
  detail: string;
  /** How many records it is about. */
  count: number;
}

export interface WorldStateFold {
  /** Null when there is no baseline: nothing was told yet, or what was told holds no longer. */
  readonly snapshot: WorldStateSnapshot | null;
  /** Since the last record that ended what was before; earlier ones do not matter any more. */
  readonly warnings: readonly WorldStateWarning[];
}

/** Before the first record. */
export const NO_WORLD_STATE: WorldStateFold = { snapshot: null, warnings: [] };

/**
 * The state after all records of a log, oldest first, those of turns that were rolled back left out. Null states are plain
 * results: a log without a baseline has none.
 *
 * @param isRequest says which items rollbacks count by; the model-context room knows
 */
export function foldWorldState(records: readonly RolloutRecord[], isRequest: IsRequest): WorldStateFold {
  return survivingRecords(records, isRequest).reduce(foldRecord, NO_WORLD_STATE);
}

/** The state after one more record; records of other kinds leave it as it is. */
export function foldRecord(fold: WorldStateFold, record: RolloutRecord): WorldStateFold {
  const change = stateChangeOf(record);
  return change === null ? fold : foldChange(fold, change);
}

/**
 * The state after one more change. A compaction ends what was told before it; a patch without a baseline is ignored, as it
 * says nothing about the rest. What cannot be read is passed over as Codex 0.169.0 does, which makes its next patch of the
 * baseline that was there before.
 */
export function foldChange(fold: WorldStateFold, change: StateChange): WorldStateFold {
  switch (change.kind) {
    case 'full':
      return { snapshot: change.state, warnings: [] };
    case 'compacted':
      return NO_WORLD_STATE;
    case 'unreadable':
      return { ...fold, warnings: warned(fold, 'unreadable_record', change.detail) };
    case 'patch': {
      if (fold.snapshot === null) {
        return {
          ...fold,
          warnings: warned(fold, 'patch_without_baseline', 'no full snapshot before a patch'),
        };
      }
      const snapshot = applyMergePatch(fold.snapshot, change.state);
      return isObjectValue(snapshot) ? { ...fold, snapshot } : fold;
    }
  }
}

/** One entry a kind, so that the fold stays small whatever the log holds. */
function warned(
  { warnings }: WorldStateFold,
  kind: WorldStateWarning['kind'],
  detail: string,
): WorldStateWarning[] {
  const count = (warnings.find((warning) => warning.kind === kind)?.count ?? 0) + 1;
  return [...warnings.filter((warning) => warning.kind !== kind), { kind, detail, count }];
}

/** Whether Codex's rows of a rollout are worth a fold: what its checkpoint, counts and the end of the file say without one. */
import { NO_PROJECTION, type PeerProjection } from '../../store/peer/peer-history.js';
import { type CheckpointState, checkpointState, lookAtEnd, type RolloutEnd } from './checkpoint-state.js';
import type { HomeRollout } from './home-rollouts.js';

export interface ProjectionSuspicion {
  projection: PeerProjection;
  state: CheckpointState | { kind: 'never_read' };
  /** Null of a compressed rollout. */
  end: RolloutEnd | null;
  suspicious: boolean;
}

/** A session_meta, and the settings that stand behind it: no history yet. */
const LINES_WITHOUT_HISTORY = 2;

/** @param projection what Codex's database says of the rollout, undefined for nothing */
export function suspectProjection(
  rollout: HomeRollout,
  projection: PeerProjection = NO_PROJECTION,
): ProjectionSuspicion {
  const { file, head, size } = rollout;
  const { checkpoint, turns, items, lastOrdinal, turnsMissingItems } = projection;
  const end = file.compressed ? null : lookAtEnd(file.path, size);
  if (checkpoint === null) {
    const suspicious =
      turns + items > 0 || mayHoldHistory(head.meta?.history_base?.end_ordinal_exclusive, end);
    return { projection, state: { kind: 'never_read' }, end, suspicious };
  }
  const state: CheckpointState = file.compressed
    ? { kind: 'unknown' }
    : checkpointState(file.path, checkpoint);
  const emptyRows =
    turns + items === 0 && mayHoldHistory(head.meta?.history_base?.end_ordinal_exclusive, end);
  const wrongOrdinal =
    state.kind === 'complete' &&
    end !== null &&
    end.nextOrdinal !== null &&
    end.nextOrdinal !== checkpoint.ordinal;
  const misplaced = state.kind !== 'complete' && state.kind !== 'unknown';
  const ahead = lastOrdinal >= checkpoint.ordinal;
  return {
    projection,
    state,
    end,
    suspicious: misplaced || emptyRows || wrongOrdinal || ahead || turnsMissingItems > 0,
  };
}

function mayHoldHistory(initialOrdinal: number | undefined, end: RolloutEnd | null): boolean {
  if (end === null || end.nextOrdinal === null) return true;
  return end.nextOrdinal - (initialOrdinal ?? 0) > LINES_WITHOUT_HISTORY;
}

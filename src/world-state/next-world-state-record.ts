/** Which record tells of a new snapshot, if one is needed (spec: world-state §3 and §4). */
import { createMergePatch } from './merge-patch.js';
import { normaliseSnapshot } from './normalise-snapshot.js';
import { isObjectValue, type WorldStateSnapshot } from './snapshot.js';

export interface WorldStateRecord {
  type: 'world_state';
  payload: { full: boolean; state: WorldStateSnapshot };
}

/**
 * The record that leads readers from the baseline to a snapshot.
 *
 * @param baseline what the log says now; null when it says nothing, as after a compaction
 * @returns the whole snapshot without a baseline, else a patch; null when nothing changed
 */
export function nextWorldStateRecord(
  baseline: WorldStateSnapshot | null,
  snapshot: WorldStateSnapshot,
): WorldStateRecord | null {
  const current = normaliseSnapshot(snapshot);
  if (baseline === null) return { type: 'world_state', payload: { full: true, state: current } };
  const patch = createMergePatch(baseline, current);
  return isObjectValue(patch) ? { type: 'world_state', payload: { full: false, state: patch } } : null;
}

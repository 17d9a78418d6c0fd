/** How the world state of a thread came to be: every record that changed it, and which sections it changed. */
import {
  diffWorldStates,
  keysOf,
  NO_WORLD_STATE,
  type PlacedWorldState,
  placeChange,
  type StateChange,
  type WorldStateSnapshot,
} from '../world-state/index.js';
import { placeInTurn, type WorldStatePlace, type WorldStateSource } from './read-world-state.js';
import { scanLineage } from './world-state/scan-lineage.js';
import type { RecordPlace } from './world-state/world-state-log.js';
import { newestPosition } from './world-state/world-state-point.js';

export interface WorldStateChangeEntry {
  /** What the record is; `ignored` is a patch without a baseline. */
  kind: StateChange['kind'] | 'ignored';
  at: WorldStatePlace;
  /** Ids of sections, compared with the last state that held, across compactions too. */
  added: string[];
  removed: string[];
  changed: string[];
}

export interface WorldStateChanges {
  threadId: string;
  /** Oldest first; without what rolled-back turns were told. */
  data: WorldStateChangeEntry[];
  /** Rollout id of a log that is gone; changes before it are not known. */
  missingLog: string | null;
}

/**
 * Lists all changes of a thread that is ready to be read. Its whole log is looked through.
 *
 * @throws RolloutError for a log that cannot be read
 */
export function listWorldStateChanges(source: WorldStateSource): WorldStateChanges {
  const { lineage } = source;
  const { walk, missingLog } = scanLineage({ ...source, from: newestPosition(lineage), all: true });
  const data: WorldStateChangeEntry[] = [];
  let state: PlacedWorldState<RecordPlace> = { ...NO_WORLD_STATE, changedAt: null };
  let told: WorldStateSnapshot = {};
  for (const placed of walk.changes()) {
    const ignored = placed.change.kind === 'patch' && state.snapshot === null;
    state = placeChange(state, placed);
    const sections = changedSections(told, state.snapshot ?? told);
    told = state.snapshot ?? told;
    const kind = ignored ? 'ignored' : placed.change.kind;
    data.push({ kind, at: placeInTurn(source, placed.place), ...sections });
  }
  return { threadId: lineage.threadId, data, missingLog };
}

function changedSections(
  before: WorldStateSnapshot,
  after: WorldStateSnapshot,
): Pick<WorldStateChangeEntry, 'added' | 'removed' | 'changed'> {
  const ids = new Set(diffWorldStates(before, after).map(({ path }) => keysOf(path)[0] ?? ''));
  const added: string[] = [];
  const removed: string[] = [];
  const changed: string[] = [];
  for (const id of ids) {
    if (!Object.hasOwn(before, id)) added.push(id);
    else if (!Object.hasOwn(after, id)) removed.push(id);
    else changed.push(id);
  }
  return { added, removed, changed };
}

/** The world-state room: what the model was told of its surroundings, as snapshots, patches and differences. Pure. */

export {
  type CollectedSections,
  collectSections,
  DuplicateSectionError,
  type Section,
} from './collect-sections.js';
export { diffWorldStates, keysOf, valueAt, type WorldStateOperation } from './diff-world-states.js';
export { fingerprintJson, fingerprintText } from './fingerprint.js';
export {
  foldChange,
  foldRecord,
  foldWorldState,
  NO_WORLD_STATE,
  type WorldStateFold,
  type WorldStateWarning,
} from './fold-world-state.js';
export { applyMergePatch, createMergePatch } from './merge-patch.js';
export {
  type MetRecord,
  NewestWorldState,
  type NewestWorldStateOptions,
  type PlacedChange,
  type PlacedWorldState,
  placeChange,
} from './newest-world-state.js';
export { nextWorldStateRecord, type WorldStateRecord } from './next-world-state-record.js';
export { normaliseSnapshot } from './normalise-snapshot.js';
export {
  type CompactionRecords,
  type ContextRecords,
  orderCompactionRecords,
  orderContextRecords,
} from './order-context-records.js';
export type { IsRequest, ItemRecord } from './rollback-walk.js';
export type { WorldStateSnapshot } from './snapshot.js';
export { endsWhatWasBefore, readStateChange, type StateChange, stateChangeOf } from './state-change.js';

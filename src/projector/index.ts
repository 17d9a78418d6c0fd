/** The projector room: from lines to rows, one record, one rollout, one thread or all of them. */

export type { ChangeSet, ItemChange, RealtimeChange, TurnChange } from './canonical/change-set.js';
export { reduceCanonical } from './canonical/reduce-canonical.js';
export type { ProjectOptions } from './drive-projection.js';
export type { Finding, FindingAction, FindingKind } from './finding.js';
export { coalesceChanges } from './legacy/coalesce-changes.js';
export type { LegacyChange, LegacyItemChange, LegacyTurnChange } from './legacy/legacy-change.js';
export type { LegacyHistory } from './legacy/legacy-history.js';
export {
  INITIAL_LEGACY_STATE,
  type LegacyState,
  type LegacyTurn,
  type TurnKey,
} from './legacy/legacy-state.js';
export { type LegacyReduction, reduceLegacy } from './legacy/reduce-legacy.js';
export type { ProjectionOutcome, ProjectionProgress } from './project-rollout.js';
export {
  type ProjectThreadsOptions,
  projectThreads,
  type ThreadReport,
  type ThreadStatus,
  type ThreadsProgress,
} from './project-threads.js';
export type { ProjectionCounters } from './projection-counters.js';
export { Projector, type ProjectorOptions } from './projector.js';
export { PROJECTOR_VERSION } from './projector-version.js';
export { RefusedRolloutError } from './refused-rollout-error.js';
export { RolloutLogs } from './rollout-logs.js';
export type { Segment, ThreadLineage } from './thread-lineage.js';

/** The jobs room: long work over many threads, as functions with a report. Nothing here prints, asks or exits. */

export {
  COLD_AFTER_MS,
  type CompressColdRolloutsOptions,
  compressColdRollouts,
} from './compress-cold-rollouts.js';
export type {
  CompressionRun,
  CompressionTotals,
  RolloutReport,
  RolloutResult,
} from './compression-report.js';
export {
  type ExaminationProgress,
  type ExamineHomeOptions,
  examineHome,
  type HomeExamination,
} from './doctor/examine-home.js';
export type { DoctorFinding } from './doctor/finding.js';
export { FINDING_KINDS, type FindingKind, type Severity } from './doctor/finding-kinds.js';
export {
  type ForgetMigrationOptions,
  type ForgetRun,
  forgetMigration,
  type KeptFile,
} from './migration/forget-migration.js';
export { type MigrateRolloutsOptions, migrateRollouts } from './migration/migrate-rollouts.js';
export { MigrationReceipt } from './migration/migration-receipt.js';
export type {
  MigrationFailure,
  MigrationOutcome,
  MigrationProgress,
  MigrationRun,
  MigrationStatus,
} from './migration/migration-report.js';
export {
  type RevertMigrationOptions,
  type RevertOutcome,
  type RevertRun,
  revertMigration,
} from './migration/revert-migration.js';
export { type ApplyPruningOptions, applyPruning, type PrunedRows } from './prune/apply-pruning.js';
export { type GiveBackSpaceOptions, giveBackSpace, type SpaceReport } from './prune/give-back-space.js';
export { type PrunePlan, type PruneSelection, planPruning } from './prune/plan-pruning.js';
export { type RebuildBesideOptions, rebuildBeside } from './rebuild/rebuild-beside.js';
export type { BesideRebuild, RolloutRebuild, ThreadRebuild } from './rebuild/rebuild-report.js';
export { type RebuildThreadsOptions, rebuildThreads } from './rebuild/rebuild-threads.js';
export { type RepairCodexOptions, repairCodex } from './repair-codex/repair-codex.js';
export type { CodexRepair, RepairStatus, RolloutRepair } from './repair-codex/repair-report.js';
export type {
  Difference,
  ProofCause,
  ProofStatus,
  RolloutVerdict,
  VerifyTotals,
} from './verify/verify-report.js';
export { type VerifyProgress, type VerifyThreadsOptions, verifyThreads } from './verify/verify-threads.js';

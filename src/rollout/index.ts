/** The rollout room: where lines live and how they are found and read. */

export { type FileSystem, fileSystem } from '../files/file-system.js';
export { flock, type LockAttempt, type TryLock } from '../files/flock.js';
export type { BareHeader } from './bare-header.js';
export { type CodexHomesOptions, codexHomes } from './codex-homes.js';
export { type DiscoverRolloutsOptions, discoverRollouts } from './discover-rollouts.js';
export { type DigestSpanOptions, digestSpan, type RolloutStat, statRollout } from './file-identity.js';
export {
  type FramedLine,
  type FramedLines,
  type FrameLinesOptions,
  frameLines,
  type LineTail,
  MAX_LINE_BYTES,
} from './frame-lines.js';
export { HeadScan, type RolloutFormat, type RolloutHead } from './head-scan.js';
export { isBlankLine } from './is-blank-line.js';
export {
  type Lineage,
  type LineageHead,
  type LineageSegment,
  type ResolveLineageOptions,
  resolveLineage,
} from './lineage.js';
export type { RolloutPathOptions } from './open-rollout.js';
export { type ReadLinesOptions, readLines } from './read-lines.js';
export { type ReadPlainBytesOptions, readPlainBytes } from './read-plain-bytes.js';
export { readRolloutHead, type ScanHeadOptions, scanHead } from './read-rollout-head.js';
export { type ReverseLinesOptions, reverseLines } from './reverse-lines.js';
export { RolloutError, type RolloutErrorCode, type RolloutErrorDetails } from './rollout-error.js';
export type { RolloutFile } from './rollout-file.js';
export type { RefusedPath } from './rollout-folder.js';
export { RolloutIndex, type RolloutIndexChange, type RolloutIndexOptions } from './rollout-index.js';
export {
  formatRolloutName,
  parseRolloutName,
  type RolloutName,
  toCompressedPath,
  toPlainPath,
} from './rollout-name.js';
export { type LockHolder, ThreadLockedError } from './writing/lock-holder.js';
export {
  acquireMaintenanceLock,
  type MaintenanceLock,
  type MaintenanceLockOptions,
} from './writing/maintenance-lock.js';
export { type MaterialiseRolloutOptions, materialiseRollout } from './writing/materialise-rollout.js';
export { type NewRolloutPathOptions, newRolloutPath } from './writing/new-rollout-path.js';
export {
  type AppendReceipt,
  type CreateWriterOptions,
  type Durability,
  type ReopenWriterOptions,
  RolloutWriter,
  type WriterPosition,
} from './writing/rollout-writer.js';
export { acquireWriterLock, type WriterLock, type WriterLockOptions } from './writing/writer-lock.js';

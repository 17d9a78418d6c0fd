/**
 * Builders of rollouts for tests, for the demo and for the benchmark. Nothing here reads a rollout.
 */
export { type BareRolloutBuilder, type BareRolloutOptions, bareRollout } from './bare-rollout.js';
export { type BenchRollout, type BenchRolloutOptions, writeBenchRollout } from './bench-rollout.js';
export { createTestClock, DEFAULT_START, lineTimestamp, type TestClock } from './clock.js';
export {
  breakUtf8,
  convertToCrLf,
  endWithCrLf,
  insertHugeLine,
  tearTail,
  writeHalfThenWhole,
  writeNulRun,
} from './damage/damage-bytes.js';
export {
  dropLine,
  duplicateLine,
  insertBlankLines,
  leapOrdinal,
  removeOrdinal,
  removeOrdinals,
  repeatOrdinal,
  replaceByUnknownEvent,
  replaceByUnknownRecord,
  reuseOrdinals,
} from './damage/damage-lines.js';
export { renameEvents, renameItems } from './damage/damage-vocabulary.js';
export { DAMAGES, type Damage, type DamageName } from './damage/damages.js';
export { createTestIds, type TestIds } from './ids.js';
export type { JsonObject } from './json-object.js';
export type { MessagePhase } from './payloads/response-items.js';
export type { GitState, HistoryBase, HistoryMode, SubAgentOrigin } from './payloads/session-meta.js';
export type { AbortReason, CollaborationMode } from './payloads/turn-events.js';
export { formatRecordLine, type RecordLine } from './record-line.js';
export { type RolloutBuilder, rollout } from './rollout-builder.js';
export type { RolloutOptions } from './rollout-draft.js';
export type { RolloutFileContent } from './rollout-file.js';
export type { RecordOptions } from './rollout-log.js';
export { sampleHome, writeSampleHome } from './sample-home.js';
export type { CommandOptions, ParsedCommand } from './turn/write-command.js';
export type { McpOptions } from './turn/write-mcp-call.js';
export type { AgentOptions, UserOptions } from './turn/write-messages.js';
export type { SpawnOptions } from './turn/write-other-items.js';
export type { FileChange, PatchOptions } from './turn/write-patch.js';
export type { TurnBuilder, TurnOptions } from './turn-builder.js';
export { type HomeEntry, writeCodexHome } from './write-codex-home.js';

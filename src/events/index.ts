/**
 * The vocabulary of rollouts: lines, records, items and the values in them, with lossless JSON below them all. No I/O.
 */

export { decodeLine } from './decode-line.js';
export type {
  DecodedLine,
  MalformedLine,
  RecordLine,
  RetiredLine,
  UnrecognisedLine,
} from './decoded-line.js';
export {
  CollabAgentInteractionBegin,
  CollabAgentInteractionEnd,
  CollabAgentSpawnBegin,
  CollabAgentSpawnEnd,
  CollabCloseBegin,
  CollabCloseEnd,
  CollabResumeBegin,
  CollabResumeEnd,
  CollabWaitingBegin,
  CollabWaitingEnd,
} from './event-msg/collab-agent.js';
export { DynamicToolCallRequest, DynamicToolCallResponse } from './event-msg/dynamic-tool-call.js';
export { ErrorEvent } from './event-msg/error.js';
export { EventMsg } from './event-msg/event-msg.js';
export { ExecCommandBegin, ExecCommandEnd } from './event-msg/exec-command.js';
export { GuardianAction, GuardianAssessment } from './event-msg/guardian-assessment.js';
export {
  ImageGenerationBegin,
  ImageGenerationEnd,
  ViewImageToolCall,
  WebSearchBegin,
  WebSearchEnd,
} from './event-msg/hosted-tool.js';
export { ItemCompleted, ItemStarted } from './event-msg/item-lifecycle.js';
export { McpToolCallBegin, McpToolCallEnd } from './event-msg/mcp-tool-call.js';
export {
  AgentMessage,
  AgentReasoning,
  AgentReasoningRawContent,
  AgentReasoningSectionBreak,
  ContextCompacted,
  UserMessage,
} from './event-msg/messages.js';
export { PassingEvent } from './event-msg/passing-event.js';
export { ApplyPatchApprovalRequest, PatchApplyBegin, PatchApplyEnd } from './event-msg/patch.js';
export { EnteredReviewMode, ExitedReviewMode } from './event-msg/review.js';
export { ThreadRolledBack } from './event-msg/rollback.js';
export { SubAgentActivity } from './event-msg/sub-agent-activity.js';
export { ThreadGoal, ThreadGoalUpdated } from './event-msg/thread-goal-updated.js';
export { ThreadSettings, ThreadSettingsApplied } from './event-msg/thread-settings-applied.js';
export { RateLimits, TokenCount } from './event-msg/token-count.js';
export { TaskComplete, TaskStarted, TurnAborted } from './event-msg/turn-lifecycle.js';
export { type BrokenLimit, brokenLimit } from './json/codex-limits.js';
export { JsonNumber } from './json/json-number.js';
export { orderedKeys } from './json/key-order.js';
export { needsLossless } from './json/needs-lossless.js';
export { parseJson } from './json/parse-json.js';
export { RawJson } from './json/raw-json.js';
export { stringifyJson } from './json/stringify-json.js';
export { Compacted } from './record/compacted.js';
export { DynamicFunction, DynamicNamespace, DynamicTools } from './record/dynamic-tools.js';
export { HistoryBase } from './record/history-base.js';
export { HistoryMode } from './record/history-mode.js';
export {
  InterAgentCommunication,
  InterAgentCommunicationMetadata,
} from './record/inter-agent-communication.js';
export { isPersistedInLegacy } from './record/legacy-persistence.js';
export { CoreRealtimePresentation, RealtimeItem } from './record/realtime-item.js';
export { RetainedContext, RetainedContextSnapshot } from './record/retained-context.js';
export { RolloutRecord } from './record/rollout-record.js';
export { SecurityRiskScore } from './record/security-risk-score.js';
export { SessionMeta } from './record/session-meta.js';
export { SessionSource, SubAgentSource, ThreadSpawn } from './record/source.js';
export { TokenUsageRecord } from './record/token-usage-record.js';
export { TurnContext } from './record/turn-context.js';
export { WorldState } from './record/world-state.js';

export {
  CompactionResponseItem,
  CompactionTriggerResponseItem,
  ConfigurationUpdateResponseItem,
  ContextCompactionResponseItem,
} from './response-item/compaction.js';
export {
  ImageGenerationCallResponseItem,
  ToolSearchCallResponseItem,
  ToolSearchOutputResponseItem,
  WebSearchCallResponseItem,
} from './response-item/hosted-call.js';
export {
  AdditionalToolsResponseItem,
  AgentMessageResponseItem,
  MessageContent,
  MessageResponseItem,
} from './response-item/message.js';
export { ResponseItemMetadata } from './response-item/metadata.js';
export { Passthrough } from './response-item/passthrough.js';
export { ReasoningResponseItem } from './response-item/reasoning.js';
export { KnownResponseItem, OtherResponseItem, ResponseItem } from './response-item/response-item.js';
export {
  CustomToolCallOutputResponseItem,
  CustomToolCallResponseItem,
  FunctionCallOutputResponseItem,
  FunctionCallResponseItem,
  LocalShellCallResponseItem,
} from './response-item/tool-call.js';

export { AbsolutePath, isAbsolutePath } from './value/absolute-path.js';
export { AgentPath } from './value/agent-path.js';
export { AgentQuestion } from './value/agent-question.js';
export { AgentStatus } from './value/agent-status.js';
export { CodexErrorInfo } from './value/codex-error-info.js';
export { CommandSource } from './value/command-source.js';
export { Duration } from './value/duration.js';
export { DynamicContentItem } from './value/dynamic-content-item.js';
export { FileChange, FileChanges } from './value/file-change.js';
export { type FileUri, parseFileUri } from './value/file-uri.js';
export { ImageDetail } from './value/image-detail.js';
export { Int, Uint } from './value/integer.js';
export { McpAppUi } from './value/mcp-app-ui.js';
export { McpResult } from './value/mcp-result.js';
export { MemoryCitation } from './value/memory-citation.js';
export { MessagePhase } from './value/message-phase.js';
export { MultiAgentVersion } from './value/multi-agent-version.js';
export { Opaque } from './value/opaque.js';
export { InputAudio, InputImage, OutputContent, OutputContentItem } from './value/output-content.js';
export { ParsedCommand } from './value/parsed-command.js';
export { PatchStatus } from './value/patch-status.js';
export { isPlainFileUri, PathUri } from './value/path-uri.js';
export { ReviewFinding, ReviewOutput } from './value/review-output.js';
export { ReviewTarget } from './value/review-target.js';
export { TextElement } from './value/text-element.js';
export { isThreadId, ThreadId } from './value/thread-id.js';
export { TokenUsage } from './value/token-usage.js';
export { TurnAttribution } from './value/turn-attribution.js';
export { CoreTurnError } from './value/turn-error.js';
export {
  ActivePermissionProfile,
  ApprovalPolicy,
  ApprovalsReviewer,
  CollaborationMode,
  FileSystemSandboxPolicy,
  PermissionProfile,
  ReasoningEffort,
  ReasoningSummary,
  SandboxPolicy,
} from './value/turn-settings.js';
export { WebSearchAction } from './value/web-search-action.js';

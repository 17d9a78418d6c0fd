/**
 * The vocabulary of rollouts: lines, records, items and the values in them, with lossless JSON below them all. No I/O.
 */

export { canonicalRecord } from './canonical/canonical-record.js';
export { decodeLine } from './decode-line.js';
export type {
  DecodedLine,
  MalformedLine,
  RecordLine,
  RetiredLine,
  UnrecognisedLine,
} from './decoded-line.js';
export { encodeLine, type LineToEncode } from './encode-line.js';
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
export type { LegacyCollabEvent, LegacyEvent, LegacyToolEvent } from './fan-out/legacy-event.js';
export { legacyEventsOf } from './fan-out/legacy-events-of.js';
export { formatTimestamp } from './format-timestamp.js';
export { type BrokenLimit, brokenLimit } from './json/codex-limits.js';
export { JsonNumber } from './json/json-number.js';
export { orderedKeys } from './json/key-order.js';
export { needsLossless } from './json/needs-lossless.js';
export { parseJson } from './json/parse-json.js';
export { RawJson } from './json/raw-json.js';
export { stringifyJson } from './json/stringify-json.js';
export { agentMessageItem } from './legacy-thread-item/agent-message.js';
export {
  collabAgentInteractionBeginItem,
  collabAgentInteractionEndItem,
  collabAgentSpawnBeginItem,
  collabAgentSpawnEndItem,
  collabCloseBeginItem,
  collabCloseEndItem,
  collabResumeBeginItem,
  collabResumeEndItem,
  collabWaitingBeginItem,
  collabWaitingEndItem,
} from './legacy-thread-item/collab-agent.js';
export {
  dynamicToolCallRequestItem,
  dynamicToolCallResponseItem,
} from './legacy-thread-item/dynamic-tool-call.js';
export { execCommandBeginItem, execCommandEndItem } from './legacy-thread-item/exec-command.js';
export { guardianAssessmentItem } from './legacy-thread-item/guardian-assessment.js';
export {
  imageGenerationBeginItem,
  imageGenerationEndItem,
  viewImageToolCallItem,
  webSearchBeginItem,
  webSearchEndItem,
} from './legacy-thread-item/hosted-tool.js';
export { mcpToolCallBeginItem, mcpToolCallEndItem } from './legacy-thread-item/mcp-tool-call.js';
export {
  applyPatchApprovalRequestItem,
  patchApplyBeginItem,
  patchApplyEndItem,
} from './legacy-thread-item/patch.js';
export { enteredReviewModeItem, exitedReviewModeItem } from './legacy-thread-item/review.js';
export { subAgentActivityItem } from './legacy-thread-item/sub-agent-activity.js';
export { userMessageItem } from './legacy-thread-item/user-message.js';
export { type LineAsWritten, readLineAsWritten } from './read-line-as-written.js';
export { Compacted } from './record/compacted.js';
export { DynamicFunction, DynamicNamespace, DynamicTools } from './record/dynamic-tools.js';
export { HistoryBase } from './record/history-base.js';
export { HistoryMode } from './record/history-mode.js';
export {
  InterAgentCommunication,
  InterAgentCommunicationMetadata,
} from './record/inter-agent-communication.js';
export { type NewSessionMeta, newSessionMeta } from './record/new-session-meta.js';
export { isPersisted } from './record/persistence-policy.js';
export { CoreRealtimePresentation, RealtimeItem } from './record/realtime-item.js';
export { type FanOutOptions, recordsToPersist } from './record/records-to-persist.js';
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

export {
  AgentMessageModeration,
  AgentMessageThreadItem,
  ThreadMemoryCitation,
} from './thread-item/agent-message.js';
export {
  CollabAgentCallStatus,
  CollabAgentState,
  CollabAgentThreadTool,
  CollabAgentToolCallThreadItem,
} from './thread-item/collab-agent-tool-call.js';
export {
  CommandAction,
  CommandExecutionSource,
  CommandExecutionStatus,
  CommandExecutionThreadItem,
} from './thread-item/command-execution.js';
export { ContextCompactionThreadItem } from './thread-item/context-compaction.js';
export { DynamicToolCallThreadItem } from './thread-item/dynamic-tool-call.js';
export {
  FileChangeStatus,
  FileChangeThreadItem,
  FileUpdateChange,
  PatchChangeKind,
} from './thread-item/file-change.js';
export { FunctionCallOutputThreadItem } from './thread-item/function-call-output.js';
export { HookPromptThreadItem } from './thread-item/hook-prompt.js';
export {
  ImageGenerationFailure,
  ImageGenerationInputImage,
  ImageGenerationThreadItem,
} from './thread-item/image-generation.js';
export { ImageViewThreadItem } from './thread-item/image-view.js';
export {
  McpAppContext,
  McpCallStatus,
  McpThreadResult,
  McpToolCallThreadItem,
} from './thread-item/mcp-tool-call.js';
export { PlanThreadItem } from './thread-item/plan.js';
export { ReasoningThreadItem } from './thread-item/reasoning.js';
export { EnteredReviewModeThreadItem, ExitedReviewModeThreadItem } from './thread-item/review-mode.js';
export { SleepThreadItem } from './thread-item/sleep.js';
export { SubAgentActivityThreadItem } from './thread-item/sub-agent-activity.js';
export { HttpFailureInfo, ThreadErrorInfo } from './thread-item/thread-error-info.js';
export { ThreadItem, ThreadItemTimes } from './thread-item/thread-item.js';
export { RealtimePresentation, ThreadRealtimeItem } from './thread-item/thread-realtime-item.js';
export { Turn, TurnError, TurnItemsView, TurnStatus } from './thread-item/turn.js';
export { ThreadTextElement, UserInput } from './thread-item/user-input.js';
export { UserMessageThreadItem } from './thread-item/user-message.js';
export { WebSearchThreadAction, WebSearchThreadItem } from './thread-item/web-search.js';
export { durationMs } from './to-thread-item/duration-ms.js';
export { nativePath, resolveNativePath } from './to-thread-item/native-path.js';
export { redactSecrets } from './to-thread-item/redact-secrets.js';
export { reviewText } from './to-thread-item/review-text.js';
export { shellJoin } from './to-thread-item/shell-join.js';
export { toThreadItem } from './to-thread-item/to-thread-item.js';
export { toThreadRealtimeItem } from './to-thread-item/to-thread-realtime-item.js';
export { toThreadErrorInfo, toTurnError } from './to-thread-item/turn-error.js';
export { AgentMessageItem } from './turn-item/agent-message.js';
export {
  CollabAgentRef,
  CollabAgentTool,
  CollabAgentToolCallItem,
} from './turn-item/collab-agent-tool-call.js';
export { CommandExecutionItem, CommandStatus } from './turn-item/command-execution.js';
export { ContextCompactionItem } from './turn-item/context-compaction.js';
export { DynamicToolCallItem } from './turn-item/dynamic-tool-call.js';
export {
  ClockSleepItem,
  ExtensionItem,
  ImageExtensionItem,
  WebExtensionSearchItem,
} from './turn-item/extension.js';
export { FileChangeItem } from './turn-item/file-change.js';
export { FunctionCallOutputItem } from './turn-item/function-call-output.js';
export { HookPromptFragment, HookPromptItem } from './turn-item/hook-prompt.js';
export { ImageGenerationItem } from './turn-item/image-generation.js';
export { ImageViewItem } from './turn-item/image-view.js';
export { McpToolCallItem } from './turn-item/mcp-tool-call.js';
export { PlanItem } from './turn-item/plan.js';
export { ReasoningItem } from './turn-item/reasoning.js';
export { EnteredReviewModeItem, ExitedReviewModeItem } from './turn-item/review-mode.js';
export { SleepItem } from './turn-item/sleep.js';
export { SubAgentActivityItem, SubAgentActivityKind } from './turn-item/sub-agent-activity.js';
export { TurnItem } from './turn-item/turn-item.js';
export { CoreUserInput } from './turn-item/user-input.js';
export { UserMessageItem } from './turn-item/user-message.js';
export { WebSearchItem } from './turn-item/web-search.js';
export { UnwritableRecordError } from './unwritable-record-error.js';
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

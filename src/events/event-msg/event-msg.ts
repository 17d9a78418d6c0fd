/**
 * The payload of an `event_msg` record: every event that Codex 0.169 decodes. An event of another type is not a record.
 */
import { z } from 'zod';
import {
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
} from './collab-agent.js';
import { DynamicToolCallRequest, DynamicToolCallResponse } from './dynamic-tool-call.js';
import { ErrorEvent } from './error.js';
import { ExecCommandBegin, ExecCommandEnd } from './exec-command.js';
import { GuardianAssessment } from './guardian-assessment.js';
import {
  ImageGenerationBegin,
  ImageGenerationEnd,
  ViewImageToolCall,
  WebSearchBegin,
  WebSearchEnd,
} from './hosted-tool.js';
import { ItemCompleted, ItemStarted } from './item-lifecycle.js';
import { McpToolCallBegin, McpToolCallEnd } from './mcp-tool-call.js';
import {
  AgentMessage,
  AgentReasoning,
  AgentReasoningRawContent,
  AgentReasoningSectionBreak,
  ContextCompacted,
  UserMessage,
} from './messages.js';
import { PassingEvent } from './passing-event.js';
import { ApplyPatchApprovalRequest, PatchApplyBegin, PatchApplyEnd } from './patch.js';
import { EnteredReviewMode, ExitedReviewMode } from './review.js';
import { ThreadRolledBack } from './rollback.js';
import { SubAgentActivity } from './sub-agent-activity.js';
import { ThreadGoalUpdated } from './thread-goal-updated.js';
import { ThreadSettingsApplied } from './thread-settings-applied.js';
import { TokenCount } from './token-count.js';
import { TaskComplete, TaskStarted, TurnAborted } from './turn-lifecycle.js';

/** spec: legacy-event-shapes. Tagged by `type`; the tags `turn_started` and `turn_complete` are read as their written names. */
export const EventMsg = z.preprocess(
  readTagAlias,
  z.discriminatedUnion('type', [
    TaskStarted,
    TaskComplete,
    TurnAborted,
    ThreadRolledBack,
    ErrorEvent,
    UserMessage,
    AgentMessage,
    AgentReasoning,
    AgentReasoningRawContent,
    AgentReasoningSectionBreak,
    ContextCompacted,
    ExecCommandBegin,
    ExecCommandEnd,
    ApplyPatchApprovalRequest,
    PatchApplyBegin,
    PatchApplyEnd,
    McpToolCallBegin,
    McpToolCallEnd,
    DynamicToolCallRequest,
    DynamicToolCallResponse,
    WebSearchBegin,
    WebSearchEnd,
    ViewImageToolCall,
    ImageGenerationBegin,
    ImageGenerationEnd,
    EnteredReviewMode,
    ExitedReviewMode,
    GuardianAssessment,
    CollabAgentSpawnBegin,
    CollabAgentSpawnEnd,
    CollabAgentInteractionBegin,
    CollabAgentInteractionEnd,
    CollabWaitingBegin,
    CollabWaitingEnd,
    CollabCloseBegin,
    CollabCloseEnd,
    CollabResumeBegin,
    CollabResumeEnd,
    SubAgentActivity,
    ItemStarted,
    ItemCompleted,
    TokenCount,
    ThreadGoalUpdated,
    ThreadSettingsApplied,
    PassingEvent,
  ]),
);
export type EventMsg = z.infer<typeof EventMsg>;

function readTagAlias(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('type' in value)) return value;
  if (value.type === 'turn_started') return { ...value, type: 'task_started' };
  if (value.type === 'turn_complete') return { ...value, type: 'task_complete' };
  return value;
}

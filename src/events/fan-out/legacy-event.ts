/**
 * The legacy events that canonical items give rise to, as they are written: keys that are left out may be missing or undefined.
 */
import type { z } from 'zod';
import type {
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
} from '../event-msg/collab-agent.js';
import type { DynamicToolCallRequest, DynamicToolCallResponse } from '../event-msg/dynamic-tool-call.js';
import type { ExecCommandBegin, ExecCommandEnd } from '../event-msg/exec-command.js';
import type {
  ImageGenerationBegin,
  ImageGenerationEnd,
  ViewImageToolCall,
  WebSearchBegin,
  WebSearchEnd,
} from '../event-msg/hosted-tool.js';
import type { McpToolCallBegin, McpToolCallEnd } from '../event-msg/mcp-tool-call.js';
import type {
  AgentMessage,
  AgentReasoning,
  AgentReasoningRawContent,
  ContextCompacted,
  UserMessage,
} from '../event-msg/messages.js';
import type { PatchApplyBegin, PatchApplyEnd } from '../event-msg/patch.js';
import type { EnteredReviewMode, ExitedReviewMode } from '../event-msg/review.js';
import type { SubAgentActivity } from '../event-msg/sub-agent-activity.js';

export type LegacyCollabEvent =
  | z.input<typeof CollabAgentSpawnBegin>
  | z.input<typeof CollabAgentSpawnEnd>
  | z.input<typeof CollabAgentInteractionBegin>
  | z.input<typeof CollabAgentInteractionEnd>
  | z.input<typeof CollabWaitingBegin>
  | z.input<typeof CollabWaitingEnd>
  | z.input<typeof CollabCloseBegin>
  | z.input<typeof CollabCloseEnd>
  | z.input<typeof CollabResumeBegin>
  | z.input<typeof CollabResumeEnd>;

export type LegacyToolEvent =
  | z.input<typeof ExecCommandBegin>
  | z.input<typeof ExecCommandEnd>
  | z.input<typeof PatchApplyBegin>
  | z.input<typeof PatchApplyEnd>
  | z.input<typeof McpToolCallBegin>
  | z.input<typeof McpToolCallEnd>
  | z.input<typeof DynamicToolCallRequest>
  | z.input<typeof DynamicToolCallResponse>
  | z.input<typeof WebSearchBegin>
  | z.input<typeof WebSearchEnd>
  | z.input<typeof ViewImageToolCall>
  | z.input<typeof ImageGenerationBegin>
  | z.input<typeof ImageGenerationEnd>;

export type LegacyEvent =
  | LegacyCollabEvent
  | LegacyToolEvent
  | z.input<typeof UserMessage>
  | z.input<typeof AgentMessage>
  | z.input<typeof AgentReasoning>
  | z.input<typeof AgentReasoningRawContent>
  | z.input<typeof EnteredReviewMode>
  | z.input<typeof ExitedReviewMode>
  | z.input<typeof SubAgentActivity>
  | z.input<typeof ContextCompacted>;

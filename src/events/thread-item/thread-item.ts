/**
 * The items of a thread as readers see them: every kind that a list, a page or a row can hold.
 */
import { z } from 'zod';
import { Int } from '../value/integer.js';
import { AgentMessageThreadItem } from './agent-message.js';
import { CollabAgentToolCallThreadItem } from './collab-agent-tool-call.js';
import { CommandExecutionThreadItem } from './command-execution.js';
import { ContextCompactionThreadItem } from './context-compaction.js';
import { DynamicToolCallThreadItem } from './dynamic-tool-call.js';
import { FileChangeThreadItem } from './file-change.js';
import { FunctionCallOutputThreadItem } from './function-call-output.js';
import { HookPromptThreadItem } from './hook-prompt.js';
import { ImageGenerationThreadItem } from './image-generation.js';
import { ImageViewThreadItem } from './image-view.js';
import { McpToolCallThreadItem } from './mcp-tool-call.js';
import { PlanThreadItem } from './plan.js';
import { ReasoningThreadItem } from './reasoning.js';
import { EnteredReviewModeThreadItem, ExitedReviewModeThreadItem } from './review-mode.js';
import { SleepThreadItem } from './sleep.js';
import { SubAgentActivityThreadItem } from './sub-agent-activity.js';
import { UserMessageThreadItem } from './user-message.js';
import { WebSearchThreadItem } from './web-search.js';

/** A thread item, tagged by a camelCase `type` (spec: turn-items §3). */
export const ThreadItem = z.discriminatedUnion('type', [
  UserMessageThreadItem,
  HookPromptThreadItem,
  AgentMessageThreadItem,
  FunctionCallOutputThreadItem,
  PlanThreadItem,
  ReasoningThreadItem,
  CommandExecutionThreadItem,
  FileChangeThreadItem,
  McpToolCallThreadItem,
  DynamicToolCallThreadItem,
  CollabAgentToolCallThreadItem,
  SubAgentActivityThreadItem,
  WebSearchThreadItem,
  ImageViewThreadItem,
  SleepThreadItem,
  ImageGenerationThreadItem,
  EnteredReviewModeThreadItem,
  ExitedReviewModeThreadItem,
  ContextCompactionThreadItem,
]);
export type ThreadItem = z.infer<typeof ThreadItem>;

/** When an item began and ended, in unix milliseconds; answers carry both beside the item's own keys, after them. */
export const ThreadItemTimes = z.looseObject({
  startedAtMs: Int.nullable().default(null),
  completedAtMs: Int.nullable().default(null),
});
export type ThreadItemTimes = z.infer<typeof ThreadItemTimes>;

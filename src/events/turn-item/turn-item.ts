/**
 * The canonical items of the log: everything that `item_started` and `item_completed` can carry. Showing them to readers is left to
 * the thread items.
 */
import { z } from 'zod';
import { AgentMessageItem } from './agent-message.js';
import { CollabAgentToolCallItem } from './collab-agent-tool-call.js';
import { CommandExecutionItem } from './command-execution.js';
import { ContextCompactionItem } from './context-compaction.js';
import { DynamicToolCallItem } from './dynamic-tool-call.js';
import { ExtensionItem } from './extension.js';
import { FileChangeItem } from './file-change.js';
import { FunctionCallOutputItem } from './function-call-output.js';
import { HookPromptItem } from './hook-prompt.js';
import { ImageGenerationItem } from './image-generation.js';
import { ImageViewItem } from './image-view.js';
import { McpToolCallItem } from './mcp-tool-call.js';
import { PlanItem } from './plan.js';
import { ReasoningItem } from './reasoning.js';
import { EnteredReviewModeItem, ExitedReviewModeItem } from './review-mode.js';
import { SleepItem } from './sleep.js';
import { spellOlderItem } from './spell-older-item.js';
import { SubAgentActivityItem } from './sub-agent-activity.js';
import { UserMessageItem } from './user-message.js';
import { WebSearchItem } from './web-search.js';

/**
 * A canonical item, tagged by a PascalCase `type`. Kinds and words of enumerations are closed, as in Codex 0.169; further fields are
 * kept. Two older spellings are read as well: camelCase keys of an intermediate version, and the kind `Sleep`.
 *
 * Source: spec turn-items §2, rollout-format §19.
 */
export const TurnItem = z.preprocess(
  spellOlderItem,
  z.discriminatedUnion('type', [
    UserMessageItem,
    FunctionCallOutputItem,
    HookPromptItem,
    AgentMessageItem,
    PlanItem,
    ReasoningItem,
    CommandExecutionItem,
    DynamicToolCallItem,
    CollabAgentToolCallItem,
    SubAgentActivityItem,
    WebSearchItem,
    ImageViewItem,
    ExtensionItem,
    SleepItem,
    ImageGenerationItem,
    EnteredReviewModeItem,
    ExitedReviewModeItem,
    FileChangeItem,
    McpToolCallItem,
    ContextCompactionItem,
  ]),
);
export type TurnItem = z.infer<typeof TurnItem>;

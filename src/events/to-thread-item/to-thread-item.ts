/**
 * Canonical items as readers see them. Which items a turn has, and when they happened, is the projector's business.
 */
import type { ThreadItem } from '../thread-item/thread-item.js';
import type { ExtensionItem } from '../turn-item/extension.js';
import type { TurnItem } from '../turn-item/turn-item.js';
import { agentMessageOf } from './agent-message.js';
import { collabAgentToolCallOf } from './collab-agent-tool-call.js';
import { commandExecutionOf } from './command-execution.js';
import { dynamicToolCallOf } from './dynamic-tool-call.js';
import { fileChangeOf } from './file-change.js';
import { functionCallOutputOf } from './function-call-output.js';
import { imageGenerationOf } from './image-generation.js';
import { mcpToolCallOf } from './mcp-tool-call.js';
import {
  contextCompactionThreadItem,
  hookPromptThreadItem,
  imageViewThreadItem,
  planOf,
  reasoningThreadItem,
  sleepThreadItem,
} from './plain-items.js';
import { enteredReviewModeThreadItem, exitedReviewModeThreadItem } from './review-mode.js';
import { subAgentActivityOf } from './sub-agent-activity.js';
import { userMessageOf } from './user-message.js';
import { webExtensionSearchOf, webSearchActionOf, webSearchThreadItem } from './web-search.js';

function extensionThreadItem(item: ExtensionItem): ThreadItem {
  switch (item.kind) {
    case 'clock.sleep':
      return sleepThreadItem(item.id, item.durationMs);
    case 'web.search':
      return webExtensionSearchOf(item);
    case 'image_gen.generation':
      return imageGenerationOf(item);
  }
}

/**
 * The thread item of a canonical item, its keys in Codex's order, so that its JSON is Codex's to the byte. Opaque values are handed on,
 * not copied.
 *
 * Source: spec turn-items §4, corrections-0.169 items 3–6.
 */
export function toThreadItem(item: TurnItem): ThreadItem {
  switch (item.type) {
    case 'UserMessage':
      return userMessageOf(item);
    case 'FunctionCallOutput':
      return functionCallOutputOf(item);
    case 'HookPrompt':
      return hookPromptThreadItem(item.id, item.fragments);
    case 'AgentMessage':
      return agentMessageOf(item);
    case 'Plan':
      return planOf(item);
    case 'Reasoning':
      return reasoningThreadItem(item.id, item.summary_text, item.raw_content);
    case 'CommandExecution':
      return commandExecutionOf(item);
    case 'DynamicToolCall':
      return dynamicToolCallOf(item);
    case 'CollabAgentToolCall':
      return collabAgentToolCallOf(item);
    case 'SubAgentActivity':
      return subAgentActivityOf(item);
    case 'WebSearch':
      return webSearchThreadItem(item.id, item.query, webSearchActionOf(item.action), item.results);
    case 'ImageView':
      return imageViewThreadItem(item.id, item.path);
    case 'Extension':
      return extensionThreadItem(item);
    case 'Sleep':
      return sleepThreadItem(item.id, item.duration_ms);
    case 'ImageGeneration':
      return imageGenerationOf({
        id: item.id,
        status: item.status,
        revisedPrompt: item.revised_prompt,
        result: item.result,
        savedPath: item.saved_path,
      });
    case 'EnteredReviewMode':
      return enteredReviewModeThreadItem(item.id, item.user_facing_hint);
    case 'ExitedReviewMode':
      return exitedReviewModeThreadItem(item.id, item.review_output);
    case 'FileChange':
      return fileChangeOf(item.id, item.changes, item.status ?? 'inProgress');
    case 'McpToolCall':
      return mcpToolCallOf(item);
    case 'ContextCompaction':
      return contextCompactionThreadItem(item.id);
  }
}

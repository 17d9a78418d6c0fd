/** Finds the renderer of an item. Stored JSON is checked before it is shown: rows may be of a newer program. */
import { parseJson } from '../../events/json/parse-json.js';
import type { RawJson } from '../../events/json/raw-json.js';
import { ThreadItem } from '../../events/thread-item/thread-item.js';
import { renderAgentMessage } from './agent-message.js';
import { renderCollabCall, renderSubAgentActivity } from './agents.js';
import { renderCommand } from './command.js';
import { renderImageGeneration, renderImageView } from './image.js';
import type { View } from './layout.js';
import { renderPatch } from './patch.js';
import { renderPlan } from './plan.js';
import { renderReasoning } from './reasoning.js';
import { isRecovered, tagRecovered } from './recovered-tag.js';
import { renderReviewEnd, renderReviewStart } from './review.js';
import { renderCompaction, renderHookPrompt, renderSleep, renderUnknown } from './small-items.js';
import type { StyledLine } from './styled-line.js';
import { renderDynamicCall, renderFunctionCallOutput, renderMcpCall } from './tool-call.js';
import { renderUserMessage } from './user-message.js';
import { renderWebSearch } from './web-search.js';

export interface RenderedItem {
  lines: StyledLine[];
  /** Something that was done, in contrast to something said. */
  isDeed: boolean;
}

const DEEDS: ReadonlySet<string> = new Set<ThreadItem['type']>([
  'commandExecution',
  'fileChange',
  'mcpToolCall',
  'dynamicToolCall',
  'functionCallOutput',
  'collabAgentToolCall',
  'subAgentActivity',
  'webSearch',
  'imageView',
  'imageGeneration',
  'sleep',
]);

/** The lines of an item as stored; numbers in tool arguments keep their digits. */
export function renderItem(raw: RawJson, view: View): RenderedItem {
  const json = parseJson(raw.text);
  const { success, data } = ThreadItem.safeParse(json);
  if (success) {
    const lines = renderKnown(data, view);
    return { lines: isRecovered(json) ? tagRecovered(lines, view) : lines, isDeed: DEEDS.has(data.type) };
  }
  const type = typeof json === 'object' && json !== null && 'type' in json ? String(json.type) : '';
  return { lines: renderUnknown(type, raw.text, view), isDeed: true };
}

function renderKnown(item: ThreadItem, view: View): StyledLine[] {
  switch (item.type) {
    case 'userMessage':
      return renderUserMessage(item, view);
    case 'hookPrompt':
      return renderHookPrompt(item, view);
    case 'agentMessage':
      return renderAgentMessage(item, view);
    case 'functionCallOutput':
      return renderFunctionCallOutput(item, view);
    case 'plan':
      return renderPlan(item, view);
    case 'reasoning':
      return renderReasoning(item, view);
    case 'commandExecution':
      return renderCommand(item, view);
    case 'fileChange':
      return renderPatch(item, view);
    case 'mcpToolCall':
      return renderMcpCall(item, view);
    case 'dynamicToolCall':
      return renderDynamicCall(item, view);
    case 'collabAgentToolCall':
      return renderCollabCall(item, view);
    case 'subAgentActivity':
      return renderSubAgentActivity(item, view);
    case 'webSearch':
      return renderWebSearch(item, view);
    case 'imageView':
      return renderImageView(item, view);
    case 'sleep':
      return renderSleep(item, view);
    case 'imageGeneration':
      return renderImageGeneration(item, view);
    case 'enteredReviewMode':
      return renderReviewStart(item, view);
    case 'exitedReviewMode':
      return renderReviewEnd(item, view);
    case 'contextCompaction':
      return renderCompaction(item, view);
  }
}

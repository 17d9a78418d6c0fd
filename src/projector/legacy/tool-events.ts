/**
 * Tool events: which turn takes the item of each (spec: legacy-history §4). A later event replaces the item
 * of an earlier one with the same call id. Making the items is left to the conversions of legacy events.
 */
import type { EventMsg } from '../../events/event-msg/event-msg.js';
import {
  dynamicToolCallRequestItem,
  dynamicToolCallResponseItem,
} from '../../events/legacy-thread-item/dynamic-tool-call.js';
import { execCommandBeginItem, execCommandEndItem } from '../../events/legacy-thread-item/exec-command.js';
import { guardianAssessmentItem } from '../../events/legacy-thread-item/guardian-assessment.js';
import {
  imageGenerationBeginItem,
  imageGenerationEndItem,
  viewImageToolCallItem,
  webSearchBeginItem,
  webSearchEndItem,
} from '../../events/legacy-thread-item/hosted-tool.js';
import { mcpToolCallBeginItem, mcpToolCallEndItem } from '../../events/legacy-thread-item/mcp-tool-call.js';
import {
  applyPatchApprovalRequestItem,
  patchApplyBeginItem,
  patchApplyEndItem,
} from '../../events/legacy-thread-item/patch.js';
import { subAgentActivityItem } from '../../events/legacy-thread-item/sub-agent-activity.js';
import { onCollabEvent } from './collab-events.js';
import type { LegacyStep } from './legacy-step.js';
import { upsertInOpenTurn, upsertInTurn, upsertInTurnOrOpen } from './place-item.js';

/** Places the item of a tool event; events of other kinds, and those that show nothing, do nothing. */
export function onToolEvent(step: LegacyStep, event: EventMsg): void {
  switch (event.type) {
    case 'exec_command_begin':
      upsertInTurn(step, event.turn_id, execCommandBeginItem(event));
      break;
    case 'exec_command_end':
      upsertInTurn(step, event.turn_id, execCommandEndItem(event));
      break;
    case 'guardian_assessment': {
      const item = guardianAssessmentItem(event);
      if (item !== null) upsertInTurnOrOpen(step, event.turn_id, item);
      break;
    }
    case 'apply_patch_approval_request':
      upsertInTurnOrOpen(step, event.turn_id, applyPatchApprovalRequestItem(event));
      break;
    case 'patch_apply_begin':
      upsertInTurnOrOpen(step, event.turn_id, patchApplyBeginItem(event));
      break;
    case 'patch_apply_end':
      upsertInTurnOrOpen(step, event.turn_id, patchApplyEndItem(event));
      break;
    case 'dynamic_tool_call_request':
      upsertInTurnOrOpen(step, event.turnId, dynamicToolCallRequestItem(event));
      break;
    case 'dynamic_tool_call_response':
      upsertInTurnOrOpen(step, event.turn_id, dynamicToolCallResponseItem(event));
      break;
    case 'mcp_tool_call_begin':
      upsertInTurnOrOpen(step, event.turn_id, mcpToolCallBeginItem(event));
      break;
    case 'mcp_tool_call_end':
      upsertInTurnOrOpen(step, event.turn_id, mcpToolCallEndItem(event));
      break;
    case 'web_search_begin':
      upsertInOpenTurn(step, webSearchBeginItem(event));
      break;
    case 'web_search_end':
      upsertInOpenTurn(step, webSearchEndItem(event));
      break;
    case 'view_image_tool_call':
      upsertInOpenTurn(step, viewImageToolCallItem(event));
      break;
    case 'image_generation_begin':
      upsertInOpenTurn(step, imageGenerationBeginItem(event));
      break;
    case 'image_generation_end':
      upsertInOpenTurn(step, imageGenerationEndItem(event));
      break;
    case 'sub_agent_activity':
      upsertInOpenTurn(step, subAgentActivityItem(event), {
        startedAtMs: null,
        completedAtMs: event.occurred_at_ms || null,
      });
      break;
    default:
      onCollabEvent(step, event);
  }
}

/**
 * Hands an event to its rule. Events that are not named here change nothing (spec: legacy-history §5).
 */
import type { EventMsg } from '../../events/event-msg/event-msg.js';
import { onContextCompacted } from './compaction.js';
import { onItemLifecycle } from './item-lifecycle.js';
import type { LegacyStep } from './legacy-step.js';
import { onAgentMessage, onAgentReasoning, onAgentReasoningRawContent, onUserMessage } from './messages.js';
import { onEnteredReviewMode, onExitedReviewMode } from './review-events.js';
import { onThreadRolledBack } from './roll-back.js';
import { onToolEvent } from './tool-events.js';
import { onError, onTaskComplete, onTaskStarted, onTurnAborted } from './turn-boundaries.js';

/** Applies one event to the step. */
export function reduceEvent(step: LegacyStep, event: EventMsg): void {
  switch (event.type) {
    case 'task_started':
      onTaskStarted(step, event);
      break;
    case 'task_complete':
      onTaskComplete(step, event);
      break;
    case 'turn_aborted':
      onTurnAborted(step, event);
      break;
    case 'error':
      onError(step, event);
      break;
    case 'thread_rolled_back':
      onThreadRolledBack(step, event);
      break;
    case 'user_message':
      onUserMessage(step, event);
      break;
    case 'agent_message':
      onAgentMessage(step, event);
      break;
    case 'agent_reasoning':
      onAgentReasoning(step, event);
      break;
    case 'agent_reasoning_raw_content':
      onAgentReasoningRawContent(step, event);
      break;
    case 'context_compacted':
      onContextCompacted(step);
      break;
    case 'entered_review_mode':
      onEnteredReviewMode(step, event);
      break;
    case 'exited_review_mode':
      onExitedReviewMode(step, event);
      break;
    case 'item_started':
    case 'item_completed':
      onItemLifecycle(step, event);
      break;
    default:
      onToolEvent(step, event);
      break;
  }
}

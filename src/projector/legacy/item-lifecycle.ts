/**
 * Canonical items in a legacy log (spec: legacy-history §5). Kinds whose legacy events are in the log as well
 * are passed over, or readers would see them twice.
 */
import type { ItemCompleted, ItemStarted } from '../../events/event-msg/item-lifecycle.js';
import { toThreadItem } from '../../events/to-thread-item/to-thread-item.js';
import type { LegacyItemTimes } from './legacy-change.js';
import type { LegacyStep } from './legacy-step.js';
import { upsertInTurn } from './place-item.js';
import { placeReviewItem } from './review-events.js';

/**
 * Puts the item into the turn it names; that it was started or completed makes no difference but for the
 * times, which readers get (seen with Codex 0.169.0).
 */
export function onItemLifecycle(step: LegacyStep, event: ItemStarted | ItemCompleted): void {
  const { item, turn_id: turnId } = event;
  const times = timesOf(event);
  switch (item.type) {
    case 'Plan':
      if (item.text !== '') upsertInTurn(step, turnId, toThreadItem(item), times);
      break;
    case 'HookPrompt':
    case 'FunctionCallOutput':
    case 'CommandExecution':
    case 'DynamicToolCall':
    case 'CollabAgentToolCall':
    case 'SubAgentActivity':
    case 'Extension':
    case 'Sleep':
      upsertInTurn(step, turnId, toThreadItem(item), times);
      break;
    case 'EnteredReviewMode':
    case 'ExitedReviewMode':
      placeReviewItem(step, turnId, toThreadItem(item), times);
      break;
    default:
      break;
  }
}

/** A completion time of 0 stands for one that is not known. */
function timesOf(event: ItemStarted | ItemCompleted): LegacyItemTimes {
  return {
    startedAtMs: event.started_at_ms ?? null,
    completedAtMs: event.type === 'item_completed' ? event.completed_at_ms || null : null,
  };
}

/**
 * Events of calls between agents: all go to the open turn (spec: legacy-history §4).
 */
import type { EventMsg } from '../../events/event-msg/event-msg.js';
import {
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
} from '../../events/legacy-thread-item/collab-agent.js';
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import type { LegacyStep } from './legacy-step.js';
import { upsertInOpenTurn } from './place-item.js';

/** Places the item of such an event; events of other kinds do nothing. */
export function onCollabEvent(step: LegacyStep, event: EventMsg): void {
  const item = collabItem(event);
  if (item !== null) upsertInOpenTurn(step, item);
}

function collabItem(event: EventMsg): ThreadItem | null {
  switch (event.type) {
    case 'collab_agent_spawn_begin':
      return collabAgentSpawnBeginItem(event);
    case 'collab_agent_spawn_end':
      return collabAgentSpawnEndItem(event);
    case 'collab_agent_interaction_begin':
      return collabAgentInteractionBeginItem(event);
    case 'collab_agent_interaction_end':
      return collabAgentInteractionEndItem(event);
    case 'collab_waiting_begin':
      return collabWaitingBeginItem(event);
    case 'collab_waiting_end':
      return collabWaitingEndItem(event);
    case 'collab_close_begin':
      return collabCloseBeginItem(event);
    case 'collab_close_end':
      return collabCloseEndItem(event);
    case 'collab_resume_begin':
      return collabResumeBeginItem(event);
    case 'collab_resume_end':
      return collabResumeEndItem(event);
    default:
      return null;
  }
}

/**
 * Activities of sub-agents from their legacy event.
 */
import type { SubAgentActivity } from '../event-msg/sub-agent-activity.js';
import type { SubAgentActivityThreadItem } from '../thread-item/sub-agent-activity.js';
import { subAgentActivityOf } from '../to-thread-item/sub-agent-activity.js';

/** spec: legacy-history §4. The id of the event is the id of the item. */
export function subAgentActivityItem(event: SubAgentActivity): SubAgentActivityThreadItem {
  const { event_id: id, model, reasoning_effort, kind, agent_thread_id, agent_path } = event;
  return subAgentActivityOf({ id, model, reasoning_effort, kind, agent_thread_id, agent_path });
}

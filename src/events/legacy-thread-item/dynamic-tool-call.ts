/**
 * Calls to tools of the client from their legacy events.
 */
import type { DynamicToolCallRequest, DynamicToolCallResponse } from '../event-msg/dynamic-tool-call.js';
import type { DynamicToolCallThreadItem } from '../thread-item/dynamic-tool-call.js';
import { dynamicToolCallOf } from '../to-thread-item/dynamic-tool-call.js';

/** spec: legacy-history §4. */
export function dynamicToolCallRequestItem(event: DynamicToolCallRequest): DynamicToolCallThreadItem {
  const { callId: id, namespace, tool, arguments: args } = event;
  return dynamicToolCallOf({ id, namespace, tool, arguments: args, status: 'in_progress' });
}

/** spec: legacy-history §4. */
export function dynamicToolCallResponseItem(event: DynamicToolCallResponse): DynamicToolCallThreadItem {
  const { call_id: id, namespace, tool, arguments: args, content_items, success, duration } = event;
  const status = success ? 'completed' : 'failed';
  return dynamicToolCallOf({
    id,
    namespace,
    tool,
    arguments: args,
    status,
    content_items,
    success,
    duration,
  });
}

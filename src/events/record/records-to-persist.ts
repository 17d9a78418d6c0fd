/**
 * From what a producer hands over to what a rollout gets: the persistence policy, the legacy events of canonical items in a legacy
 * rollout, and the size caps in a paginated one. Bytes are made by `encodeLine`.
 */
import { EventMsg } from '../event-msg/event-msg.js';
import type { ItemCompleted, ItemStarted } from '../event-msg/item-lifecycle.js';
import { legacyEventsOf } from '../fan-out/legacy-events-of.js';
import type { TurnItem } from '../turn-item/turn-item.js';
import { capCommandOutput } from './cap-command-output.js';
import { capMcpResult } from './cap-mcp-result.js';
import type { HistoryMode } from './history-mode.js';
import { isPersisted, isPersistedLegacyEvent } from './persistence-policy.js';
import type { RolloutRecord } from './rollout-record.js';

export interface FanOutOptions {
  /** Whether raw reasoning gets legacy events; as with the peer's app-server it does unless told otherwise. */
  readonly showRawReasoning?: boolean;
}

/**
 * What a rollout of that mode gets for one record, in order; often nothing. A record comes before the legacy events that it gives rise
 * to; of those a legacy rollout gets the ones that it keeps.
 *
 * Source: spec rollout-format §14, session §3 and §5.
 */
export function recordsToPersist(
  record: RolloutRecord,
  historyMode: HistoryMode,
  options: FanOutOptions = {},
): RolloutRecord[] {
  const kept = isPersisted(record, historyMode);
  if (record.type !== 'event_msg') return kept ? [record] : [];
  const { payload } = record;
  if (payload.type !== 'item_completed' && payload.type !== 'item_started') return kept ? [record] : [];
  if (historyMode === 'legacy') return [...(kept ? [record] : []), ...legacyRecordsOf(payload, options)];
  return kept && payload.type === 'item_completed' ? [capped(record, payload)] : [];
}

function legacyRecordsOf(event: ItemStarted | ItemCompleted, options: FanOutOptions): RolloutRecord[] {
  const { showRawReasoning = true } = options;
  return legacyEventsOf(event, { showRawReasoning })
    .filter(isPersistedLegacyEvent)
    .map((payload) => ({ type: 'event_msg', payload: EventMsg.parse(payload) }));
}

/** The record itself where nothing in it is too large. */
function capped(record: RolloutRecord, event: ItemCompleted): RolloutRecord {
  const item = capItem(event.item);
  return item === event.item ? record : { type: 'event_msg', payload: { ...event, item } };
}

function capItem(item: TurnItem): TurnItem {
  if (item.type === 'CommandExecution' && item.aggregated_output != null) {
    const aggregated_output = capCommandOutput(item.aggregated_output);
    return aggregated_output === item.aggregated_output ? item : { ...item, aggregated_output };
  }
  if (item.type === 'McpToolCall' && item.result != null) {
    const result = capMcpResult(item.result);
    return result === item.result ? item : { ...item, result };
  }
  return item;
}

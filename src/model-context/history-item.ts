/** The items that the model's history consists of, and which records of a log give one. */
import type { RolloutRecord } from '../events/decode-line.js';
import type { CompactionTriggerResponseItem } from '../events/response-item/compaction.js';
import type { ResponseItemMetadata } from '../events/response-item/metadata.js';
import type { KnownResponseItem, ResponseItem } from '../events/response-item/response-item.js';
import { isDeliveredMessage } from './delivered-message.js';
import { toAgentMessage } from './inter-agent-message.js';
import { truncateOutput } from './truncate-output.js';

export type HistoryResponseItem = Exclude<KnownResponseItem, CompactionTriggerResponseItem>;

export interface HistoryItem {
  readonly item: HistoryResponseItem;
  /** What the harness noted beside it; null when nothing was. */
  readonly metadata: ResponseItemMetadata | null;
}

/**
 * Whether an item is the model's business: system messages, requests to compact and unknown kinds are not (spec:
 * model-context §4).
 */
export function isHistoryItem(item: ResponseItem): item is HistoryResponseItem {
  switch (item.type) {
    case 'other':
    case 'compaction_trigger':
      return false;
    case 'message':
      return item.role !== 'system';
    default:
      return true;
  }
}

/** What a record adds to the history; null for a record that adds nothing. */
export function toHistoryItem(record: RolloutRecord): HistoryItem | null {
  switch (record.type) {
    case 'response_item': {
      const { payload, metadata = null } = record;
      if (!isHistoryItem(payload) || isDeliveredMessage(record)) return null;
      return truncateOutput({ item: payload, metadata });
    }
    case 'inter_agent_communication':
      return { item: toAgentMessage(record.payload), metadata: null };
    default:
      return null;
  }
}

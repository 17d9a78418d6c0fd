/**
 * Records of which a rollback took back a part.
 */
import type { Compacted } from '../../../../events/record/compacted.js';
import type { RolloutRecord } from '../../../../events/record/rollout-record.js';
import type { ResponseItem } from '../../../../events/response-item/response-item.js';
import { isHistoryItem } from '../../../../model-context/history-item.js';

export interface Trim {
  /** Which parts of an item of the replacement history are left: null for all, undefined for nothing. */
  readonly partsOf: (at: number) => readonly number[] | null | undefined;
}

/** A message with the parts that are left. */
export function trimMessage(record: RolloutRecord, parts: readonly number[]): RolloutRecord {
  return record.type === 'response_item' ? { ...record, payload: withParts(record.payload, parts) } : record;
}

export type CompactedRecord = Extract<RolloutRecord, { type: 'compacted' }>;

/**
 * A compaction without the turns that were taken back, and without where resources came from, as nobody knows of which turns they are.
 */
export function trimCompaction(record: CompactedRecord, { partsOf }: Trim): CompactedRecord {
  const { payload } = record;
  const { replacement_history: items, replacement_history_metadata: metadata } = payload;
  const history: ResponseItem[] = [];
  const kept: number[] = [];
  for (const [at, item] of (items ?? []).entries()) {
    const parts = isHistoryItem(item) ? partsOf(at) : null;
    if (parts === undefined) continue;
    history.push(parts === null ? item : withParts(item, parts));
    kept.push(at);
  }
  const trimmed: Compacted = {
    ...payload,
    replacement_history: history,
    mcp_resource_origins: undefined,
  };
  if (metadata != null) trimmed.replacement_history_metadata = metadata.filter((_, at) => kept.includes(at));
  return { type: 'compacted', payload: trimmed };
}

function withParts(item: ResponseItem, parts: readonly number[]): ResponseItem {
  if (item.type !== 'message') return item;
  return { ...item, content: item.content.filter((_, at) => parts.includes(at)) };
}

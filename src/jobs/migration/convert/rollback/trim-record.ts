/**
 * Records of which a rollback took back a part.
 */
import type { Compacted } from '../../../../events/record/compacted.js';
import type { RetainedContextSnapshot } from '../../../../events/record/retained-context.js';
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

/**
 * A compaction without the turns that were taken back, and without what it says of them: where resources came from, and what was
 * answered or accepted from that order on.
 */
export function trimCompaction(
  record: Extract<RolloutRecord, { type: 'compacted' }>,
  { partsOf, removedFrom }: Trim & { readonly removedFrom: number },
): RolloutRecord {
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
    retained_context: payload.retained_context && withoutFacts(payload.retained_context, removedFrom),
  };
  if (metadata != null) trimmed.replacement_history_metadata = metadata.filter((_, at) => kept.includes(at));
  return { type: 'compacted', payload: trimmed };
}

/** What has no order is of unknown age; it goes, as nobody can tell that it was there before. */
function withoutFacts(context: RetainedContextSnapshot, removedFrom: number): RetainedContextSnapshot {
  const stands = ({ order }: { order?: number | undefined }): boolean =>
    order !== undefined && order < removedFrom;
  return {
    ...context,
    verified_answers: context.verified_answers.filter(stands),
    user_messages: context.user_messages?.filter(stands),
    assistant_messages: context.assistant_messages?.filter(stands),
  };
}

function withParts(item: ResponseItem, parts: readonly number[]): ResponseItem {
  if (item.type !== 'message') return item;
  return { ...item, content: item.content.filter((_, at) => parts.includes(at)) };
}

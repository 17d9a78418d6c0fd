/** How full the model's window was when it was asked last: what a session that is taken up again begins to count with. */
import type { RolloutRecord } from '../events/decode-line.js';
import type { TokenCount } from '../events/event-msg/token-count.js';

export type TokenUsageInfo = NonNullable<TokenCount['info']>;

/**
 * The newest token count that says something, whether its turn was rolled back or not (spec: model-context §8).
 *
 * @param records oldest first
 */
export function lastTokenUsage(records: readonly RolloutRecord[]): TokenUsageInfo | null {
  const counted = records.findLast(
    (record) =>
      record.type === 'event_msg' && record.payload.type === 'token_count' && record.payload.info != null,
  );
  if (counted?.type !== 'event_msg' || counted.payload.type !== 'token_count') return null;
  return counted.payload.info ?? null;
}

/**
 * Retained context in disguise: a message that was delivered to the user by a tool is written as a response item with a mark
 * beside it. It is context that outlives a compaction and no message of the history.
 */
import type { RolloutRecord } from '../events/decode-line.js';

type ResponseItemRecord = Extract<RolloutRecord, { type: 'response_item' }>;

const MARK = 'codex:code-mode-delivery:v1:';

/** spec: rollout-format §5. */
export function isDeliveredMessage({ payload, metadata }: ResponseItemRecord): boolean {
  return (
    payload.type === 'message' &&
    payload.role === 'assistant' &&
    metadata?.delivered_assistant_message?.startsWith(MARK) === true
  );
}

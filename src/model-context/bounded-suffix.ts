/**
 * The newest records of a log that its model context can be rebuilt from, found from the newest record back. Reading and
 * decoding lines is left to the caller, who is asked for no line that does not matter.
 */
import type { RolloutRecord } from '../events/decode-line.js';
import { ReverseReplay } from './reverse-replay.js';

export interface BoundedSuffix {
  /** Oldest first; those that no model context depends on are left out. */
  records: RolloutRecord[];
  /** The log was needed from its beginning. */
  reachedBeginning: boolean;
}

export interface BoundedSuffixOptions {
  /**
   * The log may hold rollbacks, as legacy ones do. An older one can still take back what lies after it, so that such a log ends
   * nowhere but at a compaction that says all that was before it.
   */
  rollbacks: boolean;
}

/**
 * Reads back until nothing older can change the model context (spec: model-context §7).
 *
 * @param newestFirst records, newest first; it is not asked for more than are needed
 */
export function boundedSuffix(
  newestFirst: Iterable<RolloutRecord>,
  { rollbacks }: BoundedSuffixOptions,
): BoundedSuffix {
  const replay = new ReverseReplay();
  const kept: RolloutRecord[] = [];
  for (const record of newestFirst) {
    if (!concernsModelContext(record)) continue;
    replay.offer(record, kept.length);
    kept.push(record);
    if (replay.isAtCheckpoint || (!rollbacks && replay.isComplete)) {
      return { records: kept.reverse(), reachedBeginning: false };
    }
  }
  return { records: kept.reverse(), reachedBeginning: true };
}

const EVENTS: ReadonlySet<string> = new Set([
  'task_started',
  'task_complete',
  'turn_aborted',
  'user_message',
  'thread_rolled_back',
  'token_count',
]);

function concernsModelContext(record: RolloutRecord): boolean {
  switch (record.type) {
    case 'event_msg':
      return EVENTS.has(record.payload.type);
    case 'response_item':
    case 'compacted':
    case 'turn_context':
    case 'world_state':
    case 'inter_agent_communication':
      return true;
    default:
      return false;
  }
}

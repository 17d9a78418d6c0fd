/**
 * Which lines of a paginated rollout were migrated from a legacy one. A migration keeps what the model was told, and of many calls
 * that is all there is; so items are recovered from those lines, and from no others. Recovering is left to `recovered`.
 */
import type { RolloutRecord } from '../../events/record/rollout-record.js';
import type { LineWrite } from '../line-outcome.js';
import { lineTimeMs } from '../line-time.js';
import { isRecoverable } from '../recovered/recover-record.js';
import { folderOf } from '../recovered/told-folder.js';

/**
 * Lines that were migrated, or of which nobody knows yet. A session compacts nothing before its first item, but sub-agents can
 * make calls there.
 */
export interface MigratedStretch {
  /** Whether something was there whose name only migrations give. */
  certain: boolean;
  /** The open turn. */
  turnId: string | null;
}

/** Where a rollout begins. */
export const UNTOLD_STRETCH: MigratedStretch = { certain: false, turnId: null };

/**
 * Names of what has none in a legacy log (spec migration §5), and of what recovery found unnamed and a migration wrote. Sessions give
 * UUIDs and the ids of responses.
 */
const MIGRATED_ITEM = /^(?:item|recovered)-\d+$/;
const MIGRATED_TURN = /^rollout-\d+$/;

/**
 * The stretch that goes on behind a record; null where lines are as a session wrote them. A migrated thread goes on in the same
 * file, and what it says next is a message of the user.
 */
export function followStretch(
  stretch: MigratedStretch | null,
  { type, payload }: RolloutRecord,
): MigratedStretch | null {
  if (type !== 'event_msg') return stretch;
  switch (payload.type) {
    case 'item_completed': {
      const { turn_id, item } = payload;
      if (MIGRATED_ITEM.test(item.id)) {
        return stretch?.certain ? stretch : { certain: true, turnId: stretch ? stretch.turnId : turn_id };
      }
      return stretch?.certain && item.type !== 'UserMessage' ? stretch : null;
    }
    case 'task_started':
      if (MIGRATED_TURN.test(payload.turn_id)) return { certain: true, turnId: payload.turn_id };
      return stretch && { ...stretch, turnId: payload.turn_id };
    case 'task_complete':
    case 'turn_aborted':
      return stretch !== null && stretch.turnId === payload.turn_id ? { ...stretch, turnId: null } : stretch;
    default:
      return stretch;
  }
}

/** Whether recovery has to see records of a kind that hold no history otherwise. */
export function looksInto({ certain }: MigratedStretch, kind: string): boolean {
  return kind === 'turn_context' || kind === 'compacted' || (certain && kind === 'response_item');
}

/** What recovery is handed of a record; null for most. */
export function writeOfStretch(
  { certain, turnId }: MigratedStretch,
  record: RolloutRecord,
  line: { ordinal: number; timestamp: string; makeRoom: boolean },
): LineWrite | null {
  const folder = folderOf(record);
  if (folder !== null) return { kind: 'told', folder };
  const { type, payload } = record;
  const isSeen = type === 'compacted' || (certain && type === 'response_item' && isRecoverable(payload));
  if (!isSeen) return null;
  const { ordinal, timestamp, makeRoom } = line;
  return { kind: 'recover', record, ordinal, turnId, lineTimeMs: lineTimeMs(timestamp) ?? 0, makeRoom };
}

/**
 * What is written where a turn was cut off and nobody was left to end it: a note to the model, and the end itself. That a
 * turn is open is for the caller to find out.
 */
import type { RolloutRecord } from './rollout-record.js';

export interface CutOffTurn {
  turnId: string;
  rootTurnId: string | null;
  /** Unix seconds; null when the log does not say. */
  startedAt: number | null;
  /** Unix milliseconds, where it is known when it was cut off. */
  endedAtMs?: number | undefined;
}

/** Models know the tag; the sentence is ours. */
const NOTE =
  '<turn_aborted>\nThe turn above was interrupted before it was finished. Commands it started may still be running, and ' +
  'work it began may be half done.\n</turn_aborted>';

/**
 * The records that end a turn. In a fork which begins in the middle of one they have neither a time of completion nor a
 * duration, since the turn may go on where it came from (corrections-0.169 item 22).
 *
 * @param messageId a fresh UUID
 */
export function interruption(turn: CutOffTurn, messageId: string): RolloutRecord[] {
  return [
    {
      type: 'response_item',
      payload: {
        type: 'message',
        id: `msg_${messageId}`,
        role: 'user',
        content: [{ type: 'input_text', text: NOTE }],
        internal_chat_message_metadata_passthrough: {
          content_item_kinds: ['generic.turn_aborted'],
          content_item_metadata: [{ provenance: { type: 'harness', hook: false } }],
        },
      },
    },
    {
      type: 'event_msg',
      payload: {
        type: 'turn_aborted',
        ...(turn.rootTurnId !== null && { root_turn_id: turn.rootTurnId }),
        turn_id: turn.turnId,
        reason: 'interrupted',
        ...(turn.startedAt !== null && { started_at: turn.startedAt }),
        ...timesOfEnd(turn),
      },
    },
  ];
}

function timesOfEnd({ startedAt, endedAtMs }: CutOffTurn) {
  if (endedAtMs === undefined) return {};
  const completed_at = Math.floor(endedAtMs / 1000);
  return startedAt === null
    ? { completed_at }
    : { completed_at, duration_ms: Math.max(0, Math.floor(endedAtMs) - startedAt * 1000) };
}

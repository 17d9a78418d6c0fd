/**
 * What one line of a paginated rollout changes in the rows. Merging it with what is stored is left to the
 * store (spec: projection §4).
 */
import type { RealtimeItem } from '../../events/record/realtime-item.js';
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import type { TurnError, TurnStatus } from '../../events/thread-item/turn.js';

/** A turn as this one line tells of it; null is what the line does not say. */
export interface TurnChange {
  turnId: string;
  rootTurnId: string | null;
  status: TurnStatus;
  error: TurnError | null;
  /** Unix seconds. */
  startedAt: number | null;
  /** Unix seconds. */
  completedAt: number | null;
  durationMs: number | null;
}

/** The newest snapshot of an item. */
export interface ItemChange {
  turnId: string;
  item: ThreadItem;
  /** Unix milliseconds. */
  startedAtMs: number | null;
  /** Unix milliseconds. */
  completedAtMs: number | null;
}

/** A record of a voice session, as the log has it. */
export interface RealtimeChange {
  item: RealtimeItem;
}

/** At most one of them is set, as a line tells of one thing. */
export interface ChangeSet {
  turn: TurnChange | null;
  item: ItemChange | null;
  realtime: RealtimeChange | null;
}

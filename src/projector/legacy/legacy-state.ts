/**
 * What the legacy reducer remembers between two records: the numbers that are counted over the whole
 * rollout, and the one turn that is open. Finished turns and all items live in the rows already written
 * (see `legacy-history.ts`), so the state stays small however long the log is. It is plain JSON and is
 * stored with the checkpoint.
 */
import type { ReasoningThreadItem } from '../../events/thread-item/reasoning.js';
import type { TurnError, TurnStatus } from '../../events/thread-item/turn.js';

/** Names one turn of a rollout. A rollout may open several turns with the same id; they differ in `occurrence`. */
export interface TurnKey {
  turnId: string;
  /** 0 for the first turn of that id, 1 for the second, and so on; turns that were rolled back do not count. */
  occurrence: number;
}

/** A turn as readers see it, without its items. */
export interface LegacyTurn extends TurnKey {
  /** Index of the record that opened the turn; orders the turns of a rollout. */
  ordinal: number;
  rootTurnId: string | null;
  status: TurnStatus;
  error: TurnError | null;
  /** Unix seconds. */
  startedAt: number | null;
  /** Unix seconds. */
  completedAt: number | null;
  durationMs: number | null;
}

/** The item at the end of the open turn. */
export interface LastItem {
  itemId: string;
  /** See `LegacyItemChange.occurrence`. */
  occurrence: number;
  /** The whole item when it is a reasoning item, as the next reasoning event is merged into it. */
  reasoning: ReasoningThreadItem | null;
}

/**
 * How a turn was opened: by `task_started`, by an item of a review that names it, or by the first record that
 * needed a turn, which then has an id that the log does not know.
 */
export type TurnOrigin = 'started' | 'review' | 'implicit';

/** The turn that takes the items of records which name no turn. */
export interface OpenTurn extends LegacyTurn {
  origin: TurnOrigin;
  /** Whether a `compacted` record fell into it. */
  sawCompaction: boolean;
  itemCount: number;
  lastItem: LastItem | null;
}

/** State of the legacy reducer after a record. */
export interface LegacyState {
  /** 0-based index of the last record handed in, ignored kinds included; null before the first. */
  recordIndex: number | null;
  /** Number of the next generated item id; counts over all turns of the rollout. */
  nextItem: number;
  /** Items in all turns that are left, the open one included. */
  itemCount: number;
  current: OpenTurn | null;
}

/** The state before the first record of a rollout. */
export const INITIAL_LEGACY_STATE: LegacyState = {
  recordIndex: null,
  nextItem: 1,
  itemCount: 0,
  current: null,
};

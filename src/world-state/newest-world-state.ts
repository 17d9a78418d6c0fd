/**
 * The world state at the end of a log, from its records newest first: as few of them as settle it. Reading lines is left to
 * others.
 */
import type { RolloutRecord } from '../events/decode-line.js';
import { foldChange, NO_WORLD_STATE, type WorldStateFold } from './fold-world-state.js';
import { type IsRequest, RollbackWalk } from './rollback-walk.js';
import { endsWhatWasBefore, type StateChange } from './state-change.js';

/** A record as the walk meets it, with whatever names its place. */
export interface MetRecord<Place> {
  record: RolloutRecord;
  /** Null for a record that tells of turns alone. */
  change: StateChange | null;
  place: Place;
}

export interface PlacedChange<Place> {
  change: StateChange;
  place: Place;
}

export interface PlacedWorldState<Place> extends WorldStateFold {
  /** The record that changed it last; null when there is none. */
  readonly changedAt: Place | null;
}

export interface NewestWorldStateOptions {
  /** Says which items rollbacks count by. */
  isRequest: IsRequest;
  /** Goes on to the beginning of the log: for `changes`. */
  all?: boolean;
}

export class NewestWorldState<Place> {
  readonly #walk: RollbackWalk<PlacedChange<Place>>;
  readonly #all: boolean;
  readonly #newestFirst: PlacedChange<Place>[] = [];
  #settled = false;

  constructor({ isRequest, all = false }: NewestWorldStateOptions) {
    this.#walk = new RollbackWalk(isRequest);
    this.#all = all;
  }

  /**
   * Takes the next older record.
   *
   * @returns whether older records can still matter
   */
  meet({ record, change, place }: MetRecord<Place>): boolean {
    this.#keep(this.#walk.meet(record, change && { change, place }));
    return !this.#settled;
  }

  /** The changes that hold, oldest first; to be asked at the end. */
  changes(): PlacedChange<Place>[] {
    this.#keep(this.#walk.finish());
    return this.#newestFirst.toReversed();
  }

  /** The state after all records; to be asked when no older ones matter, or at the beginning of the log. */
  state(): PlacedWorldState<Place> {
    return this.changes().reduce<PlacedWorldState<Place>>(placeChange, {
      ...NO_WORLD_STATE,
      changedAt: null,
    });
  }

  #keep(changes: readonly PlacedChange<Place>[]): void {
    for (const placed of changes) {
      this.#newestFirst.push(placed);
      this.#settled ||= !this.#all && endsWhatWasBefore(placed.change);
    }
  }
}

/** The state after one more change, and where it was changed. */
export function placeChange<Place>(
  state: PlacedWorldState<Place>,
  { change, place }: PlacedChange<Place>,
): PlacedWorldState<Place> {
  const next = foldChange(state, change);
  const changed = endsWhatWasBefore(change) || next.snapshot !== state.snapshot;
  return { ...next, changedAt: changed ? place : state.changedAt };
}

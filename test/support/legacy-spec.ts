/**
 * Given records of a legacy rollout, when further ones come, then the turns, changes and state are these. Each
 * record is reduced with the rows that the ones before it left, and the state passes through JSON in between,
 * as it does with a checkpoint.
 */
import { expect } from 'vitest';
import type { EventMsg } from '../../src/events/event-msg/event-msg.js';
import type { RolloutRecord } from '../../src/events/record/rollout-record.js';
import type { LegacyChange } from '../../src/projector/legacy/legacy-change.js';
import { INITIAL_LEGACY_STATE, type LegacyState } from '../../src/projector/legacy/legacy-state.js';
import { reduceLegacy, reduceLegacyEvent } from '../../src/projector/legacy/reduce-legacy.js';
import { type InMemoryLegacyHistory, inMemoryLegacyHistory } from './in-memory-legacy-history.js';

/** What a test says of a turn; whatever it leaves out may be anything. */
export interface ExpectedTurn {
  turnId?: string;
  items?: object[];
  [field: string]: unknown;
}

export class LegacySpec {
  readonly history: InMemoryLegacyHistory = inMemoryLegacyHistory();
  state: LegacyState = INITIAL_LEGACY_STATE;
  changes: LegacyChange[] = [];
  #uuids = 0;

  /** Reduces records. */
  given(...records: RolloutRecord[]): this {
    for (const record of records) {
      this.#settle(reduceLegacy(this.#state(), record, this.history, this));
    }
    return this;
  }

  /** Reduces events that are not in a rollout. */
  givenLive(...events: EventMsg[]): this {
    for (const event of events) {
      this.#settle(reduceLegacyEvent(this.#state(), event, this.history, this));
    }
    return this;
  }

  /** Like {@link given}; the changes of these records alone are looked at. */
  when(...records: RolloutRecord[]): this {
    this.changes = [];
    return this.given(...records);
  }

  /** All turns, oldest first, with all their items. */
  thenTurns(expected: ExpectedTurn[]): this {
    expect(this.history.turns()).toMatchObject(expected);
    return this;
  }

  thenChanges(expected: object[]): this {
    expect(this.changes).toMatchObject(expected);
    return this;
  }

  /** Ids of the items of each turn. */
  thenItemIds(expected: string[][]): this {
    expect(this.history.turns().map((turn) => turn.items.map((item) => item.id))).toEqual(expected);
    return this;
  }

  uuid(): string {
    this.#uuids += 1;
    return `uuid-${this.#uuids}`;
  }

  #state(): LegacyState {
    return JSON.parse(JSON.stringify(this.state));
  }

  #settle({ state, changes }: { state: LegacyState; changes: LegacyChange[] }): void {
    this.state = state;
    this.changes.push(...changes);
    this.history.apply(changes);
  }
}

/** A rollout without records. */
export function legacySpec(): LegacySpec {
  return new LegacySpec();
}

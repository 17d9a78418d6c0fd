/**
 * What readers of a legacy rollout see, as the legacy reducer makes it, with a few words an item in memory in place of rows.
 */
import { isPersisted } from '../../../events/record/persistence-policy.js';
import type { RolloutRecord } from '../../../events/record/rollout-record.js';
import type { ThreadItem } from '../../../events/thread-item/thread-item.js';
import type { LegacyChange } from '../../../projector/legacy/legacy-change.js';
import type { LegacyHistory } from '../../../projector/legacy/legacy-history.js';
import {
  INITIAL_LEGACY_STATE,
  type LegacyState,
  type LegacyTurn,
  type TurnKey,
} from '../../../projector/legacy/legacy-state.js';
import { reduceLegacy } from '../../../projector/legacy/reduce-legacy.js';

/** What is remembered of an item: where it first came up, and what `note` made of its newest form. */
export interface SeenItem<Note> {
  readonly at: number;
  readonly turnId: string;
  readonly note: Note;
}

interface SeenTurn<Note> {
  turn: LegacyTurn;
  readonly occurrences: Map<string, number>;
  readonly items: Map<string, SeenItem<Note>>;
  /** Records that made or changed the turn or its items. */
  readonly records: Set<number>;
}

const IDS = { uuid: () => '' };

export class LegacyReading<Note> {
  readonly #note: (item: ThreadItem) => Note;
  readonly #turns = new Map<string, SeenTurn<Note>>();
  readonly #turnsById = new Map<string, SeenTurn<Note>[]>();
  readonly #history: LegacyHistory;
  #state: LegacyState = INITIAL_LEGACY_STATE;

  constructor(note: (item: ThreadItem) => Note) {
    this.#note = note;
    const of = (key: TurnKey): SeenTurn<Note> | undefined => this.#turns.get(nameOf(key));
    this.#history = {
      countTurns: (turnId) => this.#turnsById.get(turnId)?.length ?? 0,
      findTurn: (turnId) => this.#turnsById.get(turnId)?.[0]?.turn ?? null,
      lastTurns: (count) => {
        const turns = [...this.#turns.values()];
        return turns
          .slice(Math.max(turns.length - count, 0))
          .map(({ turn }) => turn)
          .reverse();
      },
      countItemsWithId: (key, itemId) => of(key)?.occurrences.get(itemId) ?? 0,
      countItems: (key) => of(key)?.items.size ?? 0,
    };
  }

  /** Takes the next record. @param at its place in the rollout */
  take(record: RolloutRecord, at: number): void {
    if (!isPersisted(record, 'legacy')) return;
    const { state, changes } = reduceLegacy(this.#state, record, this.#history, IDS);
    this.#state = state;
    for (const change of changes) this.#apply(change, at);
  }

  /** Places of all records of which something is left. */
  records(): Set<number> {
    const left = new Set<number>();
    for (const { records } of this.#turns.values()) for (const at of records) left.add(at);
    return left;
  }

  /** The items in the order in which they came up. */
  items(): SeenItem<Note>[] {
    return [...this.#turns.values()].flatMap(({ items }) => [...items.values()]).sort((a, b) => a.at - b.at);
  }

  #apply(change: LegacyChange, at: number): void {
    if (change.kind === 'removeTurns') {
      for (const key of change.turns) this.#remove(key);
      return;
    }
    const seen =
      this.#turns.get(nameOf(change.turn)) ?? (change.kind === 'turn' ? this.#add(change.turn) : undefined);
    if (seen === undefined) throw new TypeError(`an item before its turn ${change.turn.turnId}`);
    seen.records.add(at);
    if (change.kind === 'turn') {
      seen.turn = change.turn;
      return;
    }
    const { item, occurrence } = change;
    const name = JSON.stringify([item.id, occurrence]);
    const first = seen.items.get(name);
    seen.items.set(name, { at: first?.at ?? at, turnId: change.turn.turnId, note: this.#note(item) });
    if (first === undefined) seen.occurrences.set(item.id, (seen.occurrences.get(item.id) ?? 0) + 1);
  }

  #add(turn: LegacyTurn): SeenTurn<Note> {
    const seen: SeenTurn<Note> = { turn, occurrences: new Map(), items: new Map(), records: new Set() };
    this.#turns.set(nameOf(turn), seen);
    const namesakes = this.#turnsById.get(turn.turnId);
    if (namesakes === undefined) this.#turnsById.set(turn.turnId, [seen]);
    else namesakes.push(seen);
    return seen;
  }

  #remove(key: TurnKey): void {
    const seen = this.#turns.get(nameOf(key));
    this.#turns.delete(nameOf(key));
    const namesakes = this.#turnsById.get(key.turnId)?.filter((turn) => turn !== seen) ?? [];
    this.#turnsById.set(key.turnId, namesakes);
  }
}

function nameOf({ turnId, occurrence }: TurnKey): string {
  return JSON.stringify([turnId, occurrence]);
}

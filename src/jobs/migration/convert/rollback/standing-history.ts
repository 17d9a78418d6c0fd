/**
 * The model's history as it stands after all rollbacks, made of stand-ins: which items of which records are left. It takes turns back
 * exactly as a session does that takes the legacy rollout up again.
 */
import type { MessageContent } from '../../../../events/response-item/message.js';
import { dropLastTurns } from '../../../../model-context/drop-last-turns.js';
import type { HistoryItem } from '../../../../model-context/history-item.js';
import { isTurnBoundary } from '../../../../model-context/turn-boundary.js';
import { ConversionError } from '../conversion-error.js';
import { requestStub, stubId } from './history-stub.js';

/** Stands for all that an older compaction summed up: requests, and nobody can tell how many. */
const SUMMED_UP: HistoryItem = { item: requestStub('summed up'), metadata: null };

export class StandingHistory {
  #items: HistoryItem[];
  /** Still needed for what was summed up. */
  readonly #kept = new Set<string>();
  readonly #contents = new Map<string, readonly MessageContent[]>();

  /** @param base what the history begins with */
  constructor(base: readonly HistoryItem[]) {
    this.#items = [];
    for (const item of base) this.add(item);
  }

  add(stub: HistoryItem): void {
    const { item } = stub;
    if (item.type === 'message') this.#contents.set(item.id ?? '', item.content);
    this.#items.push(stub);
  }

  /** A compaction of an older version, which says no history but the summary alone. */
  sumUp(): void {
    for (const stub of this.#items) this.#kept.add(stubId(stub));
    this.#items = [SUMMED_UP];
  }

  /** @throws ConversionError where nobody can tell what would be left */
  rollBack(turns: number): void {
    const isSummedUp = this.#items[0] === SUMMED_UP;
    if (isSummedUp && turns > this.#items.slice(1).filter(({ item }) => isTurnBoundary(item)).length) {
      throw new ConversionError(
        'legacy_rollout_conversion_failed',
        'a rollback takes back turns from before a compaction that does not say the history it left',
      );
    }
    this.#items = dropLastTurns(this.#items, turns).history;
  }

  /** The items that are left; of some messages only the parts with these indices are (null: all of it). */
  left(): Map<string, readonly number[] | null> {
    const left = new Map<string, readonly number[] | null>([...this.#kept].map((id) => [id, null]));
    for (const stub of this.#items) left.set(stubId(stub), this.#partsLeft(stub));
    return left;
  }

  #partsLeft(stub: HistoryItem): readonly number[] | null {
    const { item } = stub;
    if (item.type !== 'message') return null;
    const all = this.#contents.get(item.id ?? '') ?? item.content;
    if (all.length === item.content.length) return null;
    return all.flatMap((part, index) => (item.content.includes(part) ? [index] : []));
  }
}

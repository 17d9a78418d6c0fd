/**
 * What recovery asks of the rows, answered from the newest turns alone: calls and outputs lie close together, and a conversion holds no
 * more of a log.
 */
import type { ThreadItem } from '../../../../events/thread-item/thread-item.js';
import type { TurnKey } from '../../../../projector/legacy/legacy-state.js';
import type { RecoveredItem, RecoveredRows } from '../../../../projector/recovered/recovered-rows.js';

interface RecentTurn {
  readonly key: TurnKey;
  readonly shown: Set<string>;
  readonly kinds: Set<ThreadItem['type']>;
  readonly recovered: Map<string, { item: RecoveredItem; ended: boolean }>;
}

/** More than the turns that an output is looked for in. */
const MOST_TURNS = 8;

export class RecentRows implements RecoveredRows {
  /** Oldest first. */
  #turns: RecentTurn[] = [];
  /** All that was said, as a compaction can keep any of it. */
  readonly #texts: { text: string; ofUser: boolean }[] = [];

  noteTurn(turnId: string): void {
    if (this.#turns.some(({ key }) => key.turnId === turnId)) return;
    const key = { turnId, occurrence: 0 };
    this.#turns.push({ key, shown: new Set(), kinds: new Set(), recovered: new Map() });
    this.#turns = this.#turns.slice(-MOST_TURNS);
  }

  /** An item that an event gave. It takes the place of a recovered one. */
  noteShown(turnId: string, item: { id: string; type: ThreadItem['type'] }): void {
    const turn = this.#find(turnId);
    turn?.shown.add(item.id);
    turn?.kinds.add(item.type);
    turn?.recovered.delete(item.id);
  }

  noteText(text: string, ofUser: boolean): void {
    this.#texts.push({ text, ofUser });
  }

  noteRecovered(item: RecoveredItem, ended: boolean): void {
    this.#find(item.turn.turnId)?.recovered.set(item.itemId, { item, ended });
  }

  findTurn(turnId: string): TurnKey | null {
    return this.#find(turnId)?.key ?? null;
  }

  newestTurns(count: number): TurnKey[] {
    return this.#turns
      .slice(-count)
      .map(({ key }) => key)
      .reverse();
  }

  countItems({ turnId }: TurnKey, itemId: string): { shown: number; recovered: number } {
    const turn = this.#find(turnId);
    const found = turn?.recovered.get(itemId);
    return {
      shown: turn?.shown.has(itemId) ? 1 : 0,
      recovered: found === undefined ? 0 : found.item.occurrence + 1,
    };
  }

  showsKind({ turnId }: TurnKey, type: ThreadItem['type']): boolean {
    return this.#find(turnId)?.kinds.has(type) ?? false;
  }

  hasEnded({ turnId }: TurnKey, itemId: string): boolean {
    return this.#find(turnId)?.recovered.get(itemId)?.ended ?? false;
  }

  findRecovered({ turnId }: TurnKey, itemId: string): RecoveredItem | null {
    return this.#find(turnId)?.recovered.get(itemId)?.item ?? null;
  }

  readRecovered({
    turn,
    itemId,
    occurrence,
  }: Parameters<RecoveredRows['readRecovered']>[0]): ThreadItem | null {
    const found = this.#find(turn.turnId)?.recovered.get(itemId)?.item;
    return found?.occurrence === occurrence ? found.item : null;
  }

  *messageTexts({ agent }: { agent: boolean }): Generator<string, void, undefined> {
    for (const { text, ofUser } of this.#texts) if (agent || ofUser) yield text;
  }

  #find(turnId: string): RecentTurn | undefined {
    return this.#turns.findLast(({ key }) => key.turnId === turnId);
  }
}

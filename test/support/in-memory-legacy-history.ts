/**
 * Rows of one legacy rollout in memory: what the legacy reducer asks, and what its changes make. Stands in for
 * the tables of the store.
 */
import type { ThreadItem } from '../../src/events/thread-item/thread-item.js';
import type {
  LegacyChange,
  LegacyItemChange,
  LegacyItemTimes,
} from '../../src/projector/legacy/legacy-change.js';
import type { LegacyHistory } from '../../src/projector/legacy/legacy-history.js';
import type { LegacyTurn, TurnKey } from '../../src/projector/legacy/legacy-state.js';

export interface TurnWithItems extends LegacyTurn {
  items: (ThreadItem & LegacyItemTimes)[];
}

export interface InMemoryLegacyHistory extends LegacyHistory {
  apply(changes: readonly LegacyChange[]): void;
  /** All turns with their items, oldest first. */
  turns(): TurnWithItems[];
}

interface Row {
  turn: LegacyTurn;
  items: Map<string, ThreadItem & LegacyItemTimes>;
}

const turnName = (key: TurnKey): string => JSON.stringify([key.turnId, key.occurrence]);

/** An empty history. */
export function inMemoryLegacyHistory(): InMemoryLegacyHistory {
  const rows = new Map<string, Row>();

  function rowOf(key: TurnKey): Row {
    const row = rows.get(turnName(key));
    if (row === undefined) throw new Error(`an item was written before its turn ${turnName(key)}`);
    return row;
  }

  function writeItem({ turn, item, occurrence, startedAtMs, completedAtMs }: LegacyItemChange): void {
    const { items } = rowOf(turn);
    const name = JSON.stringify([item.id, occurrence]);
    const known = items.get(name);
    items.set(name, {
      ...item,
      startedAtMs: known?.startedAtMs ?? startedAtMs,
      completedAtMs: known?.completedAtMs ?? completedAtMs,
    });
  }

  function applyOne(change: LegacyChange): void {
    switch (change.kind) {
      case 'turn': {
        const row = rows.get(turnName(change.turn));
        if (row === undefined) rows.set(turnName(change.turn), { turn: change.turn, items: new Map() });
        else row.turn = change.turn;
        return;
      }
      case 'item':
        writeItem(change);
        return;
      case 'removeTurns':
        for (const key of change.turns) {
          if (!rows.delete(turnName(key)))
            throw new Error(`turn ${turnName(key)} is removed, but was never written`);
        }
    }
  }

  return {
    apply(changes) {
      for (const change of changes) applyOne(change);
    },
    turns: () => [...rows.values()].map(({ turn, items }) => ({ ...turn, items: [...items.values()] })),
    countTurns: (turnId) => [...rows.values()].filter(({ turn }) => turn.turnId === turnId).length,
    findTurn: (turnId) => [...rows.values()].find(({ turn }) => turn.turnId === turnId)?.turn ?? null,
    lastTurns: (count) =>
      [...rows.values()]
        .map(({ turn }) => turn)
        .reverse()
        .slice(0, count),
    countItemsWithId: (turn, itemId) =>
      [...rowOf(turn).items.values()].filter(({ id }) => id === itemId).length,
    countItems: (turn) => rowOf(turn).items.size,
  };
}
